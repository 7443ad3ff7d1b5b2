import { expect, test } from "vitest";
import { resolveModelName } from "../../src/base/modelName.js";
import { openStore } from "../../src/store/layout.js";
import { readModel } from "../../src/store/manifests.js";
import { tempFolder } from "../support/cli/tempFolder.js";
import { runCommand } from "../support/cli/testIo.js";
import { noDockerRegistry, startDockerRegistry } from "../support/registry/dockerRegistry.js";
import { storeModel } from "../support/registry/storedModel.js";

const title = noDockerRegistry === undefined ? "" : ` (skipped: ${noDockerRegistry})`;

test.skipIf(noDockerRegistry !== undefined)(`push and pull with Debian's registry${title}`, async () => {
  const host = await startDockerRegistry();
  const name = `${host}/team/story:1`;
  // More than one chunk.
  const { store } = await storeModel("story", 40_000_000);
  const cwd = tempFolder();
  const push = await runCommand(["push", "--plain-http", "--from", "story", name, "--store", store.root], {
    cwd,
  });
  expect(push.stderr).not.toContain("error");
  expect(push.stdout).toContain("3 blobs, 40.0 MB sent");
  const again = await runCommand(["push", "--plain-http", "--from", "story", name, "--store", store.root], {
    cwd,
  });
  expect(again.stdout).toContain("nothing to send");
  const pull = await runCommand(["pull", "--plain-http", name, "--as", "copy", "--store", cwd], { cwd });
  expect(pull.stderr).not.toContain("error");
  const [before, after] = [
    await readModel(store, resolveModelName("story")),
    await readModel(openStore(cwd), resolveModelName("copy")),
  ];
  expect(after.manifest).toEqual(before.manifest);
});
