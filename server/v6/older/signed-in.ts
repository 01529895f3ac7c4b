/** A person and their rights, as the older server states them when somebody signs in at a site. */
import type { SitePersonRight } from '#shared/domain/site-person';
import type { SitePerson } from '../../database/port/v6-people';
import type { StoreRecord } from '../../database/port/registry-sites';

/** A right is known by its position, counted from one. */
const PLACES = 250;
const VIEW_ASSETS = 99;
const ADD_AND_EDIT_ASSETS = 135;
const SET_UP_ASSETS = 136;
const SERVER_ADMINISTRATION = 157;
const CHANGE_STATUS = 178;
const ADD_BY_DATA_MATRIX = 203;

const places: Readonly<Record<SitePersonRight, number>> = {
  status: CHANGE_STATUS,
  edit: ADD_AND_EDIT_ASSETS,
  'scan-only': ADD_BY_DATA_MATRIX,
  'set-up': SET_UP_ASSETS,
  admin: SERVER_ADMINISTRATION,
};

function permissionsOf(rights: readonly SitePersonRight[]): boolean[] {
  const held = new Set([VIEW_ASSETS, ...rights.map((right) => places[right])]);
  return Array.from({ length: PLACES }, (_, index) => held.has(index + 1));
}

/** The fields that are left out for everybody. */
const nobody = {
  username: '',
  userFirstName: '',
  userLastName: '',
  userJobTitle: '',
  userType: 'user',
  service: '',
  storeName: '',
};

export const refusedSignIn = { status: 'error', authenticated: false, ...nobody };
export const signInTimeout = (seconds: number) => ({
  status: 'user_login_timeout',
  timeoutRemaining: seconds,
});

export function signedIn(person: SitePerson, stores: readonly StoreRecord[]) {
  const { id, username, displayName } = person;
  const [firstName = '', ...rest] = displayName.split(' ');
  const lastName = rest.join(' ');
  return {
    status: 'success',
    authenticated: true,
    ...nobody,
    username,
    userFirstName: firstName,
    userLastName: lastName,
    storeName: stores[0]?.code ?? '',
    userInfo: {
      user: { ...blankUser, ID: id, name: username, first_name: firstName, last_name: lastName },
      userStores: stores.map((store, index) => ({
        ID: `${id}_${store.id}`,
        user_ID: id,
        store_ID: store.id,
        can_login: true,
        store_default: index === 0,
        can_action_replenishments: false,
        permissions: permissionsOf(person.rights),
      })),
    },
  };
}

const blankUser = {
  startup_method: '',
  nblogins: 0,
  group_id: '',
  mode: 'store',
  active: true,
  lasttime: 0,
  initials: '',
  address_1: '',
  address_2: '',
  e_mail: '',
  phone1: '',
  phone2: '',
  job_title: '',
  responsible_officer: false,
  Language: 0,
  use_ldap: false,
  ldap_login_string: '',
  receives_sms_errors: false,
  is_group: false,
  windows_user_name: '',
  license_category_id: '',
  isInactiveAuthoriser: false,
  spare_1: '',
};
