// A stand-in for GitHub's runner: runs the 'run' steps of jobs and composite actions for real, with a GITHUB_* environment of
// its own, and notes which actions of others would run beside them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filled, holds } from './expressions.mjs';
import { read } from './github-rules.mjs';

function outputs(file) {
  const found = {};
  const lines = readFileSync(file, 'utf8').split('\n');
  while (lines.length > 0) {
    const line = lines.shift();
    const block = /^([\w-]+)<<(.*)$/.exec(line);
    if (block) {
      found[block[1]] = lines.splice(0, lines.indexOf(block[2])).join('\n');
      lines.shift();
    } else if (line.includes('=')) {
      found[line.slice(0, line.indexOf('='))] = line.slice(line.indexOf('=') + 1);
    } else if (line !== '') {
      throw new Error(`not an output: '${line}'`);
    }
  }
  return found;
}

export class Runner {
  constructor(root) {
    this.root = root;
    this.workspace = mkdtempSync(join(tmpdir(), 'archtest-runner-'));
    symlinkSync(root, join(this.workspace, '.archtest'));
    this.log = '';
    this.used = [];
    this.summary = '';
  }

  /** Runs one job of a workflow; returns how it ended, and what it hands on. */
  job(workflow, name, context) {
    const job = read(this.root, workflow).jobs[name];
    const state = this.steps(job.steps, { ...context, job: { workflow_repository: 'stand-in', workflow_sha: '0' } });
    const handed = Object.entries(job.outputs ?? {}).map(([key, text]) => [key, filled(text, state.context)]);
    return { failed: state.failed, outputs: Object.fromEntries(handed) };
  }

  /** Runs the composite action with these inputs. */
  action(given) {
    const action = read(this.root, 'ci/github/action.yml');
    const inputs = Object.fromEntries(Object.entries(action.inputs).map(([key, input]) => [key, input.default ?? '']));
    const state = this.steps(action.runs.steps, { inputs: { ...inputs, ...given } }, join(this.root, 'ci/github'));
    const handed = Object.entries(action.outputs).map(([key, output]) => [key, filled(output.value, state.context)]);
    return { failed: state.failed, outputs: Object.fromEntries(handed) };
  }

  steps(steps, given, actionPath) {
    const state = { failed: false, context: { runner: { os: 'Linux' }, ...given, steps: {} } };
    for (const step of steps) {
      if (!holds(step.if, state.context, state.failed)) {
        continue;
      }
      const arguments_ = this.all(step.with, state.context);
      if (step.run) {
        this.run(step, state, actionPath);
      } else if (step.uses.startsWith('./')) {
        state.failed = this.action(arguments_).failed || state.failed;
      } else {
        this.used.push({ uses: step.uses, with: arguments_ });
      }
    }
    return state;
  }

  all(texts, context) {
    return Object.fromEntries(Object.entries(texts ?? {}).map(([key, text]) => [key, String(filled(text, context) ?? '')]));
  }

  run(step, state, actionPath) {
    const folder = mkdtempSync(join(this.workspace, 'step-'));
    mkdirSync(folder, { recursive: true });
    const file = (name, text = '') => (writeFileSync(join(folder, name), text), join(folder, name));
    const environment = {
      ...process.env,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: this.workspace,
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary'),
      GITHUB_ENV: file('env'),
      RUNNER_OS: 'Linux',
      RUNNER_TEMP: folder,
      ...(actionPath ? { GITHUB_ACTION_PATH: actionPath } : {}),
      ...this.all(step.env, state.context),
    };
    // as the runner calls bash: it stops at the first failure, in pipes too
    const script = file('script.sh', step.run);
    const ended = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd: this.workspace,
      env: environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 300_000,
    });
    this.log += ended.stdout + ended.stderr;
    this.summary += readFileSync(environment.GITHUB_STEP_SUMMARY, 'utf8');
    if (step.id) {
      state.context.steps[step.id] = { outputs: outputs(environment.GITHUB_OUTPUT) };
    }
    state.failed = state.failed || ended.status !== 0;
  }
}
