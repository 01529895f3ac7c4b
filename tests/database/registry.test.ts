import { openTestDatabase } from '../support/database';
import { openTestPostgres } from '../support/postgres';
import { registryContract } from './registry-contract';

registryContract('SQLite', openTestDatabase);
registryContract('PostgreSQL', () => openTestPostgres());
