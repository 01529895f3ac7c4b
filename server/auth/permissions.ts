/** What members of staff may do. */
export { rights as permissions, type Right as Permission } from '#shared/domain/rights';
