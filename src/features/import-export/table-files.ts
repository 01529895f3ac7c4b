/** The files that a person can choose. The bytes of a file tell its kind, so old and wrong kinds can be chosen and are named. */
export const tableFiles =
  '.csv,.tsv,.txt,.xlsx,.xls,text/csv,text/tab-separated-values,text/plain,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,application/vnd.ms-excel';
