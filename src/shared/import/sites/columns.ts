/** The columns of a list of facilities, with the names that ministries give them. */
import type { Column } from '../column';

const code = (id: string, ...names: string[]): Column => ({ id, kind: 'text', identity: true, names });
const text = (id: string, ...names: string[]): Column => ({ id, kind: 'text', names });

export const siteColumns: readonly Column[] = [
  {
    ...code(
      'siteCode',
      ...[
        'Facility code',
        'Site code',
        'Code',
        'Code FOSA',
        'Code du site',
        'Code de la structure',
        'Code établissement',
      ],
      ...[
        'Código del centro',
        'Código del establecimiento',
        'Código do local',
        'Código da unidade',
        'رمز الموقع',
        'رمز المنشأة',
      ],
    ),
    required: true,
  },
  {
    ...text(
      'siteName',
      ...[
        'Facility',
        'Facility name',
        'Site',
        'Site name',
        'Health facility',
        'Name',
        'Formation sanitaire',
        'FOSA',
      ],
      ...[
        'Nom de la structure',
        'Nom du site',
        'Nom',
        'Établissement',
        'Centro',
        'Establecimiento',
        'Nombre del centro',
      ],
      ...[
        'Nombre',
        'Unidade sanitária',
        'Nome do local',
        'Nome da unidade',
        'Nome',
        'اسم الموقع',
        'اسم المنشأة',
        'المنشأة',
      ],
    ),
    required: true,
  },
  code('storeCode', 'Store code', 'Code du dépôt', 'Código del almacén', 'Código do armazém', 'رمز المخزن'),
  text(
    'storeName',
    'Store',
    'Store name',
    'Dépôt',
    'Nom du dépôt',
    'Almacén',
    'Armazém',
    'المخزن',
    'اسم المخزن',
  ),
  text(
    'regionId',
    ...[
      'Region',
      'District',
      'Province',
      'State',
      'Zone',
      'Zone de santé',
      'Région',
      'Région sanitaire',
      'Región',
      'Provincia',
    ],
    ...['Distrito', 'Região', 'Província', 'المنطقة', 'المحافظة', 'المديرية'],
  ),
  code(
    'nationalId',
    'National id',
    'National number',
    'MFL code',
    'Numéro national',
    'Número nacional',
    'الرقم الوطني',
  ),
  text(
    'type',
    ...['Type', 'Facility type', 'Type of facility', 'Type d’établissement', 'Type de structure', 'Tipo'],
    ...['Tipo de establecimiento', 'Tipo de centro', 'Tipo de unidade', 'نوع المنشأة'],
  ),
  text('ownership', 'Ownership', 'Propriété', 'Statut', 'Titularidad', 'Propiedad', 'Propriedade', 'الملكية'),
  text('supplyLevel', 'Supply level', 'Level', 'Niveau', 'Nivel', 'Nível', 'مستوى الإمداد'),
  text('latitude', 'Latitude', 'Lat', 'Latitud', 'خط العرض'),
  text('longitude', 'Longitude', 'Long', 'Lon', 'Lng', 'Longitud', 'خط الطول'),
];
