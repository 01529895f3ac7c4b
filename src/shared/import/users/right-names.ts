/**
 * The names of rights and of sets of rights in lists of people: those of the app in its languages, as its pages show them, and words that
 * ministries use for them. A test compares the app's catalogue of words with this list.
 */
import type { Right } from '../../domain/rights';
import type { RightSet } from '../../domain/right-sets';

export const setNames: Readonly<Record<RightSet, readonly string[]>> = {
  viewer: [...['Viewer', 'Lecture', 'Consulta', 'اطلاع'], ...['Read only', 'Lecteur', 'Lector', 'Leitor']],
  recorder: [
    ...['Recorder', 'Saisie des états', 'Registro de estados', 'Registo de estados', 'مسجّل الحالات'],
    ...['Saisie'],
  ],
  catalogue: [...['Catalogue editor', 'Catalogue', 'Catálogo', 'محرر الكتالوج']],
  administrator: [
    ...['Administrator', 'Administration', 'Administración', 'Administração', 'مدير'],
    ...[
      'Admin',
      'Administrateur',
      'Administratrice',
      'Administrador',
      'Administradora',
      'All rights',
      'Tous les droits',
    ],
  ],
};

export const rightNames: Readonly<Record<Right, readonly string[]>> = {
  'read-fleet': [
    'See sites and equipment',
    'Voir les sites et l’équipement',
    'Ver los sitios y los equipos',
    'Ver os locais e o equipamento',
    'رؤية المواقع والمعدات',
  ],
  'export-equipment': [
    ...[
      'Export equipment',
      'Exporter l’équipement',
      'Exportar equipos',
      'Exportar equipamento',
      'تصدير المعدات',
    ],
    // as lists of before call it
    'Take equipment out as tables',
    'Extraire l’équipement en tableaux',
    'Sacar los equipos en tablas',
    'Retirar o equipamento em tabelas',
    'استخراج المعدات في جداول',
  ],
  'record-status': [
    'Record statuses',
    'Saisir les états',
    'Registrar estados',
    'Registar estados',
    'تسجيل الحالات',
  ],
  'edit-equipment': [
    'Add and edit equipment',
    'Ajouter et modifier l’équipement',
    'Añadir y editar equipos',
    'Adicionar e editar equipamento',
    'إضافة المعدات وتعديلها',
  ],
  'move-equipment': [
    'Move equipment',
    'Transférer l’équipement',
    'Trasladar equipos',
    'Transferir equipamento',
    'نقل المعدات',
  ],
  'remove-equipment': [
    'Remove equipment',
    'Retirer l’équipement',
    'Retirar equipos',
    'Remover equipamento',
    'إزالة المعدات',
  ],
  'merge-equipment': [
    'Merge equipment',
    'Fusionner l’équipement',
    'Fusionar equipos',
    'Fundir equipamento',
    'دمج المعدات',
  ],
  'import-equipment': [
    'Import equipment',
    'Importer l’équipement',
    'Importar equipos',
    'Importar equipamento',
    'استيراد المعدات',
  ],
  'edit-catalogue': [
    'Edit the catalogue',
    'Modifier le catalogue',
    'Editar el catálogo',
    'Editar o catálogo',
    'تعديل الكتالوج',
  ],
  'edit-reasons': [
    'Edit status reasons',
    'Modifier les motifs d’état',
    'Editar los motivos de estado',
    'Editar os motivos de estado',
    'تعديل أسباب الحالة',
  ],
  'edit-variants': [
    'Edit items and pack variants',
    'Modifier les articles et leurs conditionnements',
    'Editar los artículos y sus presentaciones',
    'Editar os artigos e as suas embalagens',
    'تعديل المواد وعبواتها',
  ],
  'manage-sites': [
    'Manage sites, stores, devices and their equipment',
    'Gérer les sites, les dépôts, les appareils et leur équipement',
    'Gestionar sitios, almacenes, dispositivos y sus equipos',
    'Gerir locais, armazéns, dispositivos e o seu equipamento',
    'إدارة المواقع والمخازن والأجهزة ومعداتها',
  ],
  'export-site-memory': [
    'Export what Open mSupply sites keep',
    'Exporter ce que les sites Open mSupply conservent',
    'Exportar lo que guardan los sitios Open mSupply',
    'Exportar o que os locais Open mSupply guardam',
    'تصدير ما تحفظه مواقع Open mSupply',
    // as lists of before call it
    'Take out what Open mSupply sites keep',
    'Extraire ce que les sites Open mSupply conservent',
    'Sacar lo que guardan los sitios Open mSupply',
    'Retirar o que os locais Open mSupply guardam',
    'استخراج ما تحفظه مواقع Open mSupply',
  ],
  'manage-users': [
    'Manage users, and see the activity log',
    'Gérer les utilisateurs et voir le journal d’activité',
    'Gestionar usuarios y ver el registro de actividad',
    'Gerir utilizadores e ver o registo de atividade',
    'إدارة المستخدمين والاطلاع على سجل النشاط',
    // as lists of before call it
    'Manage users, and see what staff did',
    'Gérer les utilisateurs et voir ce que le personnel a fait',
    'Gestionar usuarios y ver lo que hizo el personal',
    'Gerir utilizadores e ver o que o pessoal fez',
    'إدارة المستخدمين ورؤية ما فعله الموظفون',
  ],
};

/** The whole country, in a column of regions. */
export const wholeCountry = [
  'Whole country',
  'National',
  'Tout le pays',
  'Todo el país',
  'Nacional',
  'Todo o país',
  'Nível nacional',
  'البلد كله',
  'وطني',
] as const;
