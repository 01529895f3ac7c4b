/** The version of this build, as its package says. */
export { version } from '../../package.json';
