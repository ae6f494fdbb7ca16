// ci/check-workflows calls it: main.mjs ROOT [--no-steps] [--engine] [--colima]
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { problems } from './github-rules.mjs';
import { runSteps } from './github-steps.mjs';
import { checkGitLab } from './gitlab.mjs';

const [root, ...flags] = process.argv.slice(2);
const given = { engine: flags.includes('--engine'), colima: flags.includes('--colima'), steps: !flags.includes('--no-steps') };
const workflows = readdirSync(join(root, '.github/workflows')).map((file) => `.github/workflows/${file}`);

const found = await problems(root, workflows, 'ci/github/action.yml');
if (found.length > 0) {
  console.error(found.join('\n'));
  process.exit(1);
}
console.log(`github: ${workflows.length} workflows and the action are valid`);
try {
  if (given.steps) {
    runSteps(root, given, console.log);
  }
  checkGitLab(root, given, console.log);
} catch (problem) {
  console.error(problem.message);
  process.exit(1);
}
