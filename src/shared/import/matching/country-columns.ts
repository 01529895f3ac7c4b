/** The columns of a country's list of equipment: those of any table of equipment, and those that say at which facility a piece is. */
import type { Column } from '../column';

const place = (id: string, names: readonly string[]): Column => ({ id, kind: 'text', names });

/** They say where a piece is, and are no fields of it. */
export const placeColumns: readonly Column[] = [
  place('facilityId', [
    ...['National id', 'Facility id', 'Facility code', 'HF code', 'MFL code', 'Facility UID', 'Site code'],
    ...['Code FOSA', 'Code structure', 'Code établissement', 'Code de la formation sanitaire', 'Code ESS'],
    ...['Código del establecimiento', 'Código da unidade sanitária', 'Código US', 'رمز المرفق'],
  ]),
  place('facilityRegion', [
    ...['Region', 'State', 'Province', 'Zone', 'County', 'Région', 'Région sanitaire', 'DPS'],
    ...['Región', 'Provincia', 'Departamento', 'Região', 'Província', 'المنطقة', 'المحافظة'],
  ]),
  place('facilityDistrict', [
    ...['District', 'LGA', 'Sub-county', 'Woreda', 'District sanitaire', 'Zone de santé', 'Département'],
    ...['Commune', 'Distrito', 'Municipio', 'Município', 'المديرية'],
  ]),
];

/** The ministries' names for columns that every table of equipment has. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  storeId: [
    ...['Facility', 'Facility name', 'Health facility', 'Health facility name', 'Name of facility', 'Site'],
    ...['Site name', 'Formation sanitaire', 'Structure', 'Structure sanitaire', 'Établissement'],
    ...['Nom de la structure', 'Nom de la formation sanitaire', 'FOSA', 'Centre de santé', 'Centre'],
    ...['Establecimiento', 'Establecimiento de salud', 'Unidade sanitária', 'المرفق الصحي', 'المنشأة'],
  ],
  assetNumber: [
    ...['Inventory no', 'Inventory no.', 'Tag number', 'Asset tag', 'Equipment ID', 'Equipment code'],
    ...['N° inventaire', 'Numéro d’inventaire', 'No inventaire', 'N° d’inventaire', 'Code équipement'],
    ...['N° de inventario', 'Número de inventario', 'Número de inventário', 'رقم الجرد'],
  ],
  serialNumber: [
    'N° de série',
    'N° série',
    'No de série',
    'N° serie',
    'N.º de serie',
    'N.º de série',
    'Nº de série',
  ],
  catalogueItemId: [
    'PQS',
    'Code PQS',
    'PQS code / product',
    'Código PQS',
    'WHO/PQS code',
    'PIS code',
    'PQS/PIS code',
  ],
  manufacturer: ['Marque', 'Fabricant/Marque', 'Marca', 'Manufacturer name'],
  model: ['Model name', 'Modèle de l’équipement', 'Modele', 'Equipment model', 'CCE model'],
  typeId: ['Equipment type', 'Type d’équipement', 'Type of equipment', 'CCE type', 'Tipo de equipo'],
  functionalStatus: [
    ...[
      'Working status',
      'Condition',
      'State',
      'Working condition',
      'Functionality',
      'État',
      'Etat',
      'Statut',
    ],
    ...['Fonctionnalité', 'État de l’équipement', 'Estado', 'Estado del equipo', 'الحالة'],
  ],
  reason: ['Cause', 'Cause de la panne', 'Reason not working', 'Fault', 'Panne', 'Causa', 'Avaria'],
  installationDate: [
    ...['Year installed', 'Date of installation', 'Installation', 'Date d’installation', 'Mise en service'],
    ...['Date de mise en service', 'Fecha de instalación', 'Data de instalação', 'Commissioning date'],
  ],
  donor: ['Source', 'Funding source', 'Funded by', 'Bailleur', 'Partenaire', 'Donante', 'Financiador'],
  notes: ['Observation', 'Observations', 'Obs', 'Obs.', 'Commentaires', 'Observaciones', 'Observações'],
  storageLocation: ['Room', 'Salle', 'Sala'],
};

export const withCountryNames = (columns: readonly Column[]): Column[] => [
  ...columns.map((column) => {
    const names = otherNames[column.id];
    return names ? { ...column, names } : column;
  }),
  ...placeColumns,
];
