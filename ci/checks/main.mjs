// ci/check-workflows calls it: main.mjs rules ROOT, then main.mjs run ROOT [--no-steps] [--engine] [--colima]
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { problems } from './github-rules.mjs';
import { runSteps } from './github-steps.mjs';
import { checkGitLab } from './gitlab.mjs';

const [phase, root, ...flags] = process.argv.slice(2);
const given = { engine: flags.includes('--engine'), colima: flags.includes('--colima'), steps: !flags.includes('--no-steps') };
const workflows = readdirSync(join(root, '.github/workflows')).map((file) => `.github/workflows/${file}`);

async function rules() {
  const found = await problems(root, workflows, 'ci/github/action.yml');
  if (found.length > 0) {
    throw new Error(found.join('\n'));
  }
  console.log(`github: ${workflows.length} workflows and the action are valid`);
}

async function run() {
  if (given.steps) {
    await runSteps(root, given, console.log);
  }
  checkGitLab(root, given, console.log);
}

try {
  await (phase === 'rules' ? rules() : run());
} catch (problem) {
  console.error(problem.message);
  process.exit(1);
}
