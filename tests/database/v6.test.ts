import { openTestDatabase } from '../support/database';
import { openTestPostgres } from '../support/postgres';
import { v6Contract } from './v6-contract/contract';

v6Contract('SQLite', openTestDatabase);
v6Contract('PostgreSQL', () => openTestPostgres());
