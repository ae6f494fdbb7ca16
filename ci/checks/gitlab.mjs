// Reads the GitLab template by GitLab's schema and runs its jobs on this host, by gitlab-ci-local's shell executor.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

const TEMPLATE = 'ci/gitlab/archtest.gitlab-ci.yml';
const PROGRAM = createRequire(import.meta.url).resolve('gitlab-ci-local');

function gitLab(project, ...given) {
  const ended = spawnSync(process.execPath, [PROGRAM, '--force-shell-executor', '--variable', `CI_PROJECT_DIR=${project}`, ...given], {
    cwd: project,
    encoding: 'utf8',
    timeout: 300_000,
    env: { ...process.env, CI: 'true' },
  });
  return { status: ended.status, text: ended.stdout + ended.stderr };
}

function git(project, ...given) {
  const ended = spawnSync('git', ['-C', project, '-c', 'user.name=check', '-c', 'user.email=check@invalid', ...given]);
  if (ended.status !== 0) {
    throw new Error(`git ${given.join(' ')}: ${ended.stderr}`);
  }
}

function project(root) {
  const folder = mkdtempSync(join(tmpdir(), 'archtest-gitlab-'));
  mkdirSync(join(folder, 'ci'), { recursive: true });
  cpSync(join(root, 'ci/gitlab'), join(folder, 'ci/gitlab'), { recursive: true });
  cpSync(join(root, 'ci/archtest-run'), join(folder, 'ci/archtest-run'));
  symlinkSync(join(root, 'archtest'), join(folder, 'archtest'));
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'remote', 'add', 'origin', 'git@gitlab.invalid:stand-in/project.git');
  git(folder, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'a project');
  return folder;
}

function must(ended, holds, sentence) {
  if (!holds) {
    throw new Error(`${sentence}; GitLab's stand-in printed:\n${ended.text}`);
  }
}

function matrixJob(folder) {
  writeFileSync(
    join(folder, '.gitlab-ci.yml'),
    `include: { local: ${TEMPLATE} }
variables: { ARCHTEST_SCENARIOS: cross-arch-nginx, ARCHTEST_MATRIX_OPTIONS: "--self-hosted mac,m2", ARCHTEST_IMAGES: packaged }
archtest-matrix: { extends: .archtest-matrix }
archtest:
  needs: [archtest-matrix]
  trigger:
    strategy: depend
    include:
      - local: ${TEMPLATE}
      - { artifact: archtest-matrix.yml, job: archtest-matrix }
`,
  );
  const listed = gitLab(folder, '--list');
  must(listed, listed.status === 0, `${TEMPLATE} is not valid`);
  const ran = gitLab(folder, 'archtest-matrix');
  must(ran, ran.status === 0 && existsSync(join(folder, 'archtest-matrix.yml')), "job 'archtest-matrix' failed");
}

/** The child pipeline: what the matrix printed, over the same template. */
function childPipeline(folder) {
  const jobs = parse(readFileSync(join(folder, 'archtest-matrix.yml'), 'utf8'));
  writeFileSync(
    join(folder, '.gitlab-ci.yml'),
    `include: [{ local: ${TEMPLATE} }, { local: archtest-matrix.yml }]\nvariables: { ARCHTEST_IMAGES: packaged }\n`,
  );
  git(folder, 'add', 'archtest-matrix.yml'); // only files that git knows are included
  const listed = gitLab(folder, '--list-json');
  must(listed, listed.status === 0, 'the child pipeline is not valid');
  const named = JSON.parse(listed.text.slice(listed.text.indexOf('[\n'), listed.text.lastIndexOf(']') + 1));
  const wanted = Object.values(jobs).flatMap((job) => job.parallel.matrix).length;
  must(listed, named.length === wanted, `the child pipeline has ${named.length} jobs instead of ${wanted}`);
  return named.map((job) => job.name);
}

function runJob(folder, names) {
  const label = process.arch === 'arm64' ? 'arm64' : 'amd64';
  const name = names.find((each) => each.includes(label) && each.includes('default'));
  const ran = gitLab(folder, name);
  must(ran, ran.status === 0, `job '${name}' failed`);
  must(ran, existsSync(join(folder, 'archtest-report/junit.xml')), `job '${name}' left no junit.xml`);
  const { artifacts } = parse(readFileSync(join(folder, TEMPLATE), 'utf8'))['.archtest-report'];
  must(ran, artifacts.when === 'always', 'the reports are not kept when a job fails');
  must(ran, artifacts.reports.junit === 'archtest-report/junit.xml', 'GitLab is told of another junit.xml');
}

/** Says what was done; throws at the first that is wrong. */
export function checkGitLab(root, { engine, steps }, say) {
  const folder = project(root);
  matrixJob(folder);
  const names = childPipeline(folder);
  say(`gitlab: the template is valid, and job 'archtest-matrix' makes a valid child pipeline of ${names.length} jobs`);
  if (engine && steps) {
    runJob(folder, names);
    say('gitlab: a job of it ran cross-arch-nginx, with a junit.xml');
  }
}
