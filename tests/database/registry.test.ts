import { openTestDatabase } from '../support/database';
import { registryContract } from './registry-contract';

registryContract('SQLite', openTestDatabase);
