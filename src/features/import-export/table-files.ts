/** What a person can choose from when asked for a file. What it is is found out by its bytes, so old and wrong kinds can be chosen and are named. */
export const tableFiles =
  '.csv,.tsv,.txt,.xlsx,.xls,text/csv,text/tab-separated-values,text/plain,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,application/vnd.ms-excel';
