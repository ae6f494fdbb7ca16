// What is wrong with workflows and actions: first what GitHub's language service says, then this project's own rules.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from '@actions/languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parse } from 'yaml';

const LOCAL_ACTION = './.archtest/ci/github';

export const read = (root, file) => parse(readFileSync(join(root, file), 'utf8'));

async function languageService(root, file) {
  const document = TextDocument.create(`file:///${file}`, 'yaml', 1, readFileSync(join(root, file), 'utf8'));
  const fileProvider = {
    getFileContent: async (reference) => ({
      name: reference.path,
      content: readFileSync(join(root, reference.path), 'utf8'),
    }),
  };
  const found = await validate(document, { fileProvider });
  return found.map((each) => `${file}:${each.range.start.line + 1}: ${each.message}`);
}

/** Calls of something of this repository must match what it declares. */
function wrongInputs(where, given, declared) {
  const names = Object.keys(given ?? {});
  return [
    ...names.filter((name) => !declared[name]).map((name) => `${where}: there is no input '${name}'`),
    ...Object.keys(declared)
      .filter((name) => declared[name].required === true && !names.includes(name))
      .map((name) => `${where}: input '${name}' is required and missing`),
  ];
}

function wrongStep(root, where, step) {
  const problems = [];
  if (step.uses && !step.uses.startsWith('./') && !/@(v\d+(\.\d+)*|[0-9a-f]{40})$/.test(step.uses)) {
    problems.push(`${where}: '${step.uses}' is pinned neither by a commit nor by a version tag`);
  }
  if (step.uses === LOCAL_ACTION) {
    problems.push(...wrongInputs(where, step.with, read(root, 'ci/github/action.yml').inputs));
  }
  if (/\$\{\{/.test(step.run ?? '')) {
    problems.push(`${where}: an expression within 'run' is pasted into the script; hand it over in 'env'`);
  }
  for (const [, script] of (step.run ?? '').matchAll(/(?:\$GITHUB_ACTION_PATH\/|\.archtest\/|^|\s)((?:\.\.\/|ci\/)?[\w/-]+)/g)) {
    problems.push(...wrongScript(root, where, step.run, script));
  }
  return problems;
}

function wrongScript(root, where, run, script) {
  const path = run.includes('GITHUB_ACTION_PATH') ? join('ci/github', script) : script;
  if (!path.startsWith('ci/')) {
    return []; // a program of the runner
  }
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  return stat && stat.mode & 0o111 ? [] : [`${where}: '${path}' is no executable file`];
}

function wrongJob(root, file, name, job) {
  const where = `${file}, job '${name}'`;
  const problems = [];
  if (job.uses) {
    const called = read(root, job.uses.replace('./', ''));
    return wrongInputs(where, job.with, (called.on ?? called[true]).workflow_call.inputs);
  }
  if (job['timeout-minutes'] === undefined) {
    problems.push(`${where}: has no timeout-minutes, and would hang for six hours`);
  }
  if (job.strategy && job.strategy['fail-fast'] !== false) {
    problems.push(`${where}: has a matrix without 'fail-fast: false', so one failure hides the others' answers`);
  }
  job.steps.forEach((step, i) => problems.push(...wrongStep(root, `${where}, step ${i + 1}`, step)));
  return problems;
}

/** All problems of these files, one line each. */
export async function problems(root, workflows, action) {
  const found = [];
  for (const file of [...workflows, action]) {
    found.push(...(await languageService(root, file)));
  }
  if (found.length > 0) {
    return found; // what follows takes for granted what they are
  }
  for (const file of workflows) {
    const workflow = read(root, file);
    if (!workflow.permissions || Object.values(workflow.permissions).some((each) => each !== 'read')) {
      found.push(`${file}: permissions must be given, and be no more than 'read'`);
    }
    Object.entries(workflow.jobs).forEach(([name, job]) => found.push(...wrongJob(root, file, name, job)));
  }
  read(root, action).runs.steps.forEach((step, i) =>
    found.push(...wrongStep(root, `${action}, step ${i + 1}`, step)),
  );
  return found;
}
