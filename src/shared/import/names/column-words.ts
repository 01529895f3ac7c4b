/**
 * The names of the columns of a table: those of the app in its languages, and those of other systems in the files that they
 * export. A test compares the app's catalogue of words with this list. `sameHeading` compares names.
 */

/** The names as the app itself writes them: in English, French, Spanish, Portuguese and Arabic. */
export const columnWords: Readonly<Record<string, readonly string[]>> = {
  id: ['Id', 'Identifiant', 'Identificador', 'المعرّف'],
  retired: ['Retired', 'Retiré', 'Retirado', 'موقوف', 'متقاعد'],
  subCatalogue: ['Sub-catalogue', 'Sous-catalogue', 'Subcatálogo', 'الكتالوج الفرعي'],
  code: ['Code', 'Código', 'الرمز'],
  classId: ['Class', 'Classe', 'Clase', 'الصنف', 'الفئة الرئيسية'],
  categoryId: ['Category', 'Catégorie', 'Categoría', 'Categoria', 'الفئة'],
  typeId: ['Type', 'Tipo', 'النوع'],
  manufacturer: ['Manufacturer', 'Fabricant', 'Fabricante', 'الشركة المصنّعة', 'الشركة المصنعة'],
  model: ['Model', 'Modèle', 'Modelo', 'الطراز'],
  functionalStatus: [
    'Functional status',
    'État de fonctionnement',
    'Estado de funcionamiento',
    'Estado de funcionamento',
    'الحالة الوظيفية',
  ],
  reason: ['Reason', 'Motif', 'Motivo', 'السبب'],
  commentsRequired: [
    'Needs a comment',
    'Exige un commentaire',
    'Necesita un comentario',
    'Exige um comentário',
    'يتطلب تعليقًا',
  ],
  name: ['Name', 'Nom', 'Nombre', 'Nome', 'الاسم'],
  unit: ['Unit', 'Unité', 'Unidad', 'Unidade', 'الوحدة'],
  itemId: ['Item', 'Article', 'Artículo', 'Artigo', 'المادة'],
  shortName: ['Short name', 'Nom court', 'Nombre corto', 'Nome curto', 'الاسم القصير'],
  longName: ['Long name', 'Nom long', 'Nombre largo', 'Nome longo', 'الاسم الطويل'],
  packSize: [
    'Pack size',
    'Taille du conditionnement',
    'Tamaño de la presentación',
    'Tamanho da embalagem',
    'حجم العبوة',
  ],
  isActive: ['Active', 'Actif', 'Activo', 'Ativo', 'نشط'],
  problems: ['What to fix', 'À corriger', 'Qué corregir', 'O que corrigir', 'ما يجب تصحيحه'],
  assetNumber: [
    'Asset number',
    'Numéro d’équipement',
    'Número de equipo',
    'Número do equipamento',
    'رقم الأصل',
  ],
  serialNumber: ['Serial number', 'Numéro de série', 'Número de serie', 'Número de série', 'الرقم التسلسلي'],
  catalogueItemId: [
    'Catalogue item',
    'Modèle du catalogue',
    'Modelo del catálogo',
    'Item do catálogo',
    'بند الكتالوج',
  ],
  storeId: ['Store', 'Dépôt', 'Almacén', 'Armazém', 'المخزن'],
  installationDate: ['Installed on', 'Installé le', 'Instalado el', 'Instalado em', 'تاريخ التركيب'],
  replacementDate: [
    'Replacement due',
    'Remplacement prévu',
    'Sustitución prevista',
    'Substituição prevista',
    'موعد الاستبدال',
  ],
  warrantyStart: ['Warranty from', 'Garantie à partir du', 'Garantía desde', 'Garantia desde', 'الضمان من'],
  warrantyEnd: ['Warranty until', 'Garantie jusqu’au', 'Garantía hasta', 'Garantia até', 'الضمان حتى'],
  donor: ['Donor', 'Donateur', 'Donante', 'Doador', 'الجهة المانحة'],
  needsReplacement: [
    'Needs replacement',
    'À remplacer',
    'Necesita sustitución',
    'Precisa de substituição',
    'يحتاج إلى استبدال',
  ],
  storageLocation: ['Storage location', 'Emplacement', 'Ubicación', 'Localização', 'مكان التخزين'],
  notes: ['Notes', 'Remarques', 'Notas', 'ملاحظات'],
  comment: ['Comment', 'Commentaire', 'Comentario', 'Comentário', 'تعليق'],
};

/** The names in Open mSupply and other lists. */
export const otherNames: Readonly<Record<string, readonly string[]>> = {
  assetNumber: ['Asset no', 'Asset no.', 'Asset code', 'Asset', 'Equipment number', 'Inventory number'],
  serialNumber: ['Serial', 'Serial no', 'Serial no.', 'S/N', 'SN'],
  catalogueItemId: [
    'Catalogue item code',
    'Catalog item code',
    'Catalog item',
    'Catalogue code',
    'PQS code',
    'WHO PQS code',
  ],
  storeId: ['Store code', 'Store name'],
  functionalStatus: ['Status', 'Functional state'],
  reason: ['Status reason', 'Log reason'],
  installationDate: ['Installation date', 'Date installed', 'Installed'],
  replacementDate: ['Replacement date', 'Planned replacement'],
  warrantyStart: ['Warranty start', 'Warranty start date'],
  warrantyEnd: ['Warranty end', 'Warranty end date', 'Warranty expiry'],
  needsReplacement: ['Needs replacing'],
  storageLocation: ['Location', 'Cold storage location', 'Storage locations'],
  donor: ['Donor name'],
  notes: ['Note', 'Remarks'],
  subCatalogue: ['Subcatalogue', 'Sub catalog', 'Sub-catalog'],
  classId: ['Asset class'],
  categoryId: ['Asset category'],
  typeId: ['Asset type'],
  manufacturer: ['Make', 'Brand'],
};

/** Columns that other systems write for themselves: they are passed over without a word. */
export const passedOver: readonly string[] = [
  'Created date (UTC)',
  'Modified date (UTC)',
  'Created datetime',
  'Modified datetime',
  'Created date',
  'Modified date',
  'Properties',
  'Locked fields',
  // until 2026 the app called its own column of problems so
  'What to mend',
  'ما يجب إصلاحه',
  'Row in the file',
  'Ligne du fichier',
  'Fila del archivo',
  'Linha do ficheiro',
  'السطر في الملف',
];

/** The names of properties in earlier versions of the app, and in Open mSupply. */
export const propertyNames: readonly (readonly [string, string])[] = [
  ['storageCapacity5', 'storage_capacity_5c'],
  ['storageCapacityMinus20', 'storage_capacity_20c'],
  ['storageCapacityMinus70', 'storage_capacity_70c'],
  ['waterpackStorage', 'waterpack_storage_capacity'],
  ['waterpackFreezing', 'waterpack_freezing_capacity'],
  ['energyStable', 'energy_consumption_stable'],
  ['energyFreezing', 'energy_consumption_freezing'],
  ['temperatureMonitoring', 'temperature_monitoring_device'],
  ['refrigerantTypes', 'refrigerant_type'],
];
