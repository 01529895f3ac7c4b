/** The columns of a list of people, with the names that ministries give them. */
import type { Column } from '../column';

const text = (id: string, ...names: string[]): Column => ({ id, kind: 'text', names });

/** All rights by their names, or many regions, are longer than a line. */
const long = (id: string, ...names: string[]): Column => ({ ...text(id, ...names), isLong: true });

export const userColumns: readonly Column[] = [
  {
    ...text(
      'username',
      ...['User name', 'Username', 'User', 'Login', 'Account', 'Identifiant', 'Nom d’utilisateur', 'Compte'],
      ...['Nombre de usuario', 'Usuario', 'Cuenta', 'Nome de utilizador', 'Utilizador', 'Conta'],
      ...['اسم المستخدم', 'المستخدم', 'الحساب'],
    ),
    identity: true,
    required: true,
  },
  text(
    'displayName',
    ...['Name', 'Full name', 'Person', 'Nom', 'Nom complet', 'Nom et prénom', 'Nombre', 'Nombre completo'],
    ...['Nome', 'Nome completo', 'الاسم', 'الاسم الكامل'],
  ),
  long(
    'rights',
    ...['Rights', 'Role', 'Roles', 'Droits', 'Rôle', 'Profil', 'Derechos', 'Rol', 'Perfil', 'Direitos'],
    ...['Permissões', 'Função', 'الحقوق', 'الدور', 'الصلاحيات'],
  ),
  long(
    'regions',
    ...['Regions', 'Region', 'District', 'Province', 'Régions', 'Région', 'Zone', 'Regiones', 'Región'],
    ...['Provincia', 'Regiões', 'Região', 'Província', 'Distrito', 'المناطق', 'المنطقة', 'المحافظة'],
  ),
];

/** the columns by which an account is known */
export const userKeys: readonly (readonly string[])[] = [['username']];
