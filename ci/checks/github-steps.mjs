// Runs the steps of the reusable workflow and of the action for real, and looks at what comes of them.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as junit2json } from 'junit2json';
import { parse } from 'yaml';
import { Runner } from './github-runner.mjs';

const WORKFLOW = '.github/workflows/archtest.yml';

function called(runner, given) {
  const { inputs } = parse(readFileSync(join(runner.root, WORKFLOW), 'utf8')).on.workflow_call;
  return { ...Object.fromEntries(Object.entries(inputs).map(([key, input]) => [key, input.default])), ...given };
}

function expect(runner, holds, sentence) {
  if (!holds) {
    throw new Error(`${sentence}; the steps printed:\n${runner.log}`);
  }
}

/** The jobs of the matrix, as the later job gets them. */
function matrixJob(root) {
  const runner = new Runner(root);
  const inputs = called(runner, { scenarios: 'cross-arch-nginx mail-relay', images: 'packaged' });
  const { failed, outputs } = runner.job(WORKFLOW, 'matrix', { inputs });
  expect(runner, !failed, "job 'matrix' failed");
  expect(runner, outputs.matrix?.startsWith('{"include":['), "job 'matrix' hands on no matrix");
  expect(runner, runner.summary.includes('no-nested-virtualization'), "the summary doesn't say what is left out");
  return { inputs, needs: { matrix: { outputs } }, include: JSON.parse(outputs.matrix).include };
}

function wrongScenario(root) {
  const runner = new Runner(root);
  const { failed, outputs } = runner.job(WORKFLOW, 'matrix', { inputs: called(runner, { scenarios: 'nosuch' }) });
  expect(runner, failed && !outputs.matrix, "job 'matrix' takes an unknown scenario");
  expect(runner, runner.log.includes("No scenario 'nosuch'"), "job 'matrix' hides why");
}

/** A lane of this host's kind: the whole action, with containers. */
async function runJob(root, matrix) {
  const label = process.arch === 'arm64' ? 'ubuntu-24.04-arm' : 'ubuntu-24.04';
  const entry = matrix.include.find((each) => each.lane === label && each.scenario === 'cross-arch-nginx');
  const runner = new Runner(root);
  const { failed } = runner.job(WORKFLOW, 'run', { inputs: matrix.inputs, needs: matrix.needs, matrix: entry });
  expect(runner, !failed, `job 'run' failed for '${entry.name}'`);
  const upload = runner.used.find((each) => each.uses.startsWith('actions/upload-artifact@'));
  expect(runner, upload?.with.name === entry.artifact, 'the report is not uploaded under its own name');
  for (const file of ['report.json', 'junit.xml']) {
    expect(runner, existsSync(join(runner.workspace, upload.with.path, file)), `there is no ${file} to upload`);
  }
  await readersAgree(runner, join(runner.workspace, upload.with.path));
  const cache = runner.used.find((each) => each.uses.startsWith('actions/cache@'));
  expect(runner, /^archtest-Linux-.*-packaged-[0-9a-f]{16}$/.test(cache?.with.key), 'the cache has no key of its own');
  expect(runner, !/colima|\.docker|diffdisk/.test(cache.with.path), 'the cache has a virtual machine in it');
}

/** One of the programs that read junit.xml for GitHub finds in it what report.json says. */
async function readersAgree(runner, folder) {
  const read = await junit2json(readFileSync(join(folder, 'junit.xml'), 'utf8'));
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
  const cases = read.testsuite.flatMap((suite) => suite.testcase);
  const checks = report.runs.flatMap((run) => run.checks);
  expect(runner, read.failures === 0 && read.errors === 0, 'a reader of junit.xml sees failures that there are not');
  expect(runner, cases.length === read.tests, `junit.xml has ${cases.length} cases, and says ${read.tests}`);
  for (const check of checks) {
    expect(
      runner,
      cases.some((each) => each.name.includes(check.name)),
      `a reader of junit.xml misses '${check.name}'`,
    );
  }
}

/** Exit codes by a command that calls itself a stand-in, and one by archtest itself, which has no Colima here. */
function outcomes(root) {
  const endings = { 0: 'passed', 1: 'failed', 3: 'not-started', 4: 'unsupported', 70: 'error' };
  for (const [code, outcome] of Object.entries(endings)) {
    const runner = new Runner(root);
    const standIn = join(runner.workspace, 'stand-in');
    writeFileSync(standIn, `#!/bin/sh\necho "stand-in for archtest: $*"\nexit ${code}\n`, { mode: 0o755 });
    const ended = runner.action({ archtest: standIn, scenario: 'a b', options: 'x=y z', setup: 'false' });
    expect(runner, ended.outputs.outcome === outcome, `exit code ${code} is '${ended.outputs.outcome}'`);
    expect(runner, ended.failed === (code !== '0'), `exit code ${code} and the job's end contradict each other`);
    expect(runner, runner.log.includes('run a b --ci auto'), 'the scenario does not arrive');
    expect(runner, runner.log.includes('--option x=y z\n'), 'the options do not arrive');
    expect(
      runner,
      runner.used.some((each) => each.uses.startsWith('actions/upload-artifact@')),
      `after exit code ${code} nothing is uploaded`,
    );
  }
}

function unfitMachine(root) {
  for (const wish of ['fail', 'skip']) {
    const runner = new Runner(root);
    const given = { scenario: 'cross-arch-nginx', provider: 'colima', setup: 'false', 'on-unsupported': wish };
    const ended = runner.action({ ...given, archtest: join(root, 'archtest') });
    expect(runner, ended.outputs.outcome === 'unsupported', 'a machine without Colima is not called unsupported');
    expect(runner, ended.failed === (wish === 'fail'), `on-unsupported: ${wish} has no effect`);
  }
}

/** Says what was done; throws at the first that is wrong. */
export async function runSteps(root, { engine, colima }, say) {
  outcomes(root);
  say('github: every exit code reaches the outcome, and the report is uploaded after each');
  const matrix = matrixJob(root);
  wrongScenario(root);
  say(`github: job 'matrix' hands on ${matrix.include.length} jobs, and says what it leaves out`);
  if (colima) {
    say('github: Colima is here, so no machine was found unfit');
  } else {
    unfitMachine(root);
    say('github: a machine that can not run it is unsupported, by archtest itself');
  }
  if (engine) {
    await runJob(root, matrix);
    say("github: job 'run' ran cross-arch-nginx, with a report to upload that junit2json reads, and a cache key");
  } else {
    say("github: no Docker engine here, so job 'run' was left out");
  }
}
