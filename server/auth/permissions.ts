/** The rights of members of staff. */
export { rights as permissions, type Right as Permission } from '#shared/domain/rights';
