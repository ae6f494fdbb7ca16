// Prints all 'run' steps as one script, each as a function of its own, for shellcheck.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = process.argv[2];
const folder = join(root, '.github/workflows');
const read = (file) => parse(readFileSync(file, 'utf8'));
const steps = [
  ...readdirSync(folder).flatMap((file) => Object.values(read(join(folder, file)).jobs ?? {}).flatMap((job) => job?.steps ?? [])),
  ...(read(join(root, 'ci/github/action.yml')).runs?.steps ?? []),
].filter((step) => step.run);
const jobs = Object.values(read(join(root, 'ci/gitlab/archtest.gitlab-ci.yml'))).filter((job) => job?.extends || job?.script || job?.before_script);
const lines = jobs.map((job) => [...(job.before_script ?? []), ...(job.script ?? [])].join('\n')).filter((text) => text !== '');

// GitLab's own lines follow before_script, which sets $archtest
console.log('#!/usr/bin/env bash\narchtest=.');
[...steps.map((step) => step.run), ...lines].forEach((text, i) => console.log(`step_${i}() {\n${text}\n}\nstep_${i}`));
