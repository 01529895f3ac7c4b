/** Before all tests of a run, and before each repeat while they are watched: builds the server, if its sources changed since. */
import type { TestProject } from 'vitest/node';
import { ensureBuilt } from '../../scripts/build.mjs';

export default async function setup(project: TestProject): Promise<void> {
  const build = async (): Promise<void> => {
    if (!(await ensureBuilt({ only: 'server', say: () => undefined })))
      throw new Error('the server does not build');
  };
  await build();
  project.onTestsRerun(build);
}
