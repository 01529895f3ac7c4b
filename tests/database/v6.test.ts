import { openTestDatabase } from '../support/database';
import { v6Contract } from './v6-contract/contract';

v6Contract('SQLite', openTestDatabase);
