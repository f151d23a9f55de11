# Sourced by firmware/check: what a release consists of, tried with images that stand for those of PlatformIO.
# shellcheck shell=bash

release_boards=(d1_mini nodemcuv2 esp32dev esp32c3 esp32s2 esp32s3)

# with_builds COMMAND...: runs it where PlatformIO seems to have built every board. $images is a folder for what is collected.
with_builds() {
  local folder board status=0 images
  folder=$(mktemp -d)
  images=$folder/images
  export PLATFORMIO_BUILD_DIR=$folder/build PLATFORMIO_CORE_DIR=$folder/core
  for board in "${release_boards[@]}"; do
    mkdir -p "$PLATFORMIO_BUILD_DIR/$board"
    head -c 40000 /dev/urandom >"$PLATFORMIO_BUILD_DIR/$board/firmware.bin"
    head -c 25000 /dev/urandom >"$PLATFORMIO_BUILD_DIR/$board/bootloader.bin"
    head -c 3072 /dev/urandom >"$PLATFORMIO_BUILD_DIR/$board/partitions.bin"
  done
  mkdir -p "$PLATFORMIO_CORE_DIR/packages/framework-arduinoespressif32/tools/partitions"
  head -c 8192 /dev/urandom >"$PLATFORMIO_CORE_DIR/packages/framework-arduinoespressif32/tools/partitions/boot_app0.bin"
  "$@" || status=$?
  unset PLATFORMIO_BUILD_DIR PLATFORMIO_CORE_DIR
  rm -r "$folder"
  return $status
}

collect_all() {
  local board
  for board in "${release_boards[@]}"; do ./release collect "$board" "$images" || return 1; done
}

# One build for each chip; its parts are there, do not overlap, and leave alone where an ESP32 keeps its settings.
release_manifest() {
  collect_all || return 1
  ./release manifest "$images" >"$images/manifest.json" && python3 - "$images" "$PLATFORMIO_BUILD_DIR" <<'PYTHON'
import json, pathlib, sys
images, built = map(pathlib.Path, sys.argv[1:])
manifest = json.loads((images / "manifest.json").read_text())
assert manifest["name"] == "esp-smart-meter" and manifest["version"]
assert manifest["new_install_prompt_erase"] is True, "settings are not erased unasked"
boards = {"ESP8266": "d1_mini", "ESP32": "esp32dev", "ESP32-C3": "esp32c3", "ESP32-S2": "esp32s2", "ESP32-S3": "esp32s3"}
assert [build["chipFamily"] for build in manifest["builds"]] == list(boards)
settings = range(0x9000, 0xE000)
for build in manifest["builds"]:
    chip = build["chipFamily"]
    end = 0
    for part in build["parts"]:
        start, data = part["offset"], (images / part["path"]).read_bytes()
        assert start >= end, f"{chip}: {part['path']} overlaps the one before"
        end = start + -(-len(data) // 4096) * 4096
        assert chip == "ESP8266" or end <= settings.start or start >= settings.stop, f"{chip}: {part['path']} wipes the settings"
    assert build["parts"][-1]["offset"] == (0 if chip == "ESP8266" else 0x10000)
    assert data == (built / boards[chip] / "firmware.bin").read_bytes(), f"{chip}: the image is not that of {boards[chip]}"
    loader = {"ESP32": 0x1000, "ESP32-S2": 0x1000, "ESP32-C3": 0, "ESP32-S3": 0}.get(chip, 0)
    assert build["parts"][0]["offset"] == loader, chip
PYTHON
}

release_manifest_of_nothing() {
  mkdir "$images"
  ./release manifest "$images" | python3 -c 'import json, sys; assert json.load(sys.stdin)["builds"] == []'
}

# A board whose parts are not all there is left out, rather than flashed in part.
release_manifest_of_a_part() {
  collect_all || return 1
  rm "$images"/emeter-esp32{dev,s2,s3}-partitions.bin "$images"/emeter-{d1_mini,nodemcuv2}.bin || return 1
  ./release manifest "$images" | python3 -c 'import json, sys; assert [b["chipFamily"] for b in json.load(sys.stdin)["builds"]] == ["ESP32-C3"]'
}

release_index() {
  local SIGNING_KEY
  SIGNING_KEY=$(openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 2>/dev/null)
  export SIGNING_KEY
  collect_all || return 1
  ./release index "$images" >"$images/firmware.json" && python3 - "$images" "${release_boards[@]}" <<'PYTHON'
import hashlib, json, pathlib, sys
images, boards = pathlib.Path(sys.argv[1]), sys.argv[2:]
index = json.loads((images / "firmware.json").read_text())
assert index["signed"] is True and index["version"]
assert len(index["key"]) == 16 and int(index["key"], 16) >= 0, index["key"]
assert [image["board"] for image in index["images"]] == boards
for image in index["images"]:
    data = (images / image["file"]).read_bytes()
    assert len(data) == image["bytes"] == 40000 + 256 + 4, image
    assert hashlib.sha256(data).hexdigest() == image["sha256"], image
PYTHON
}

# The same boards everywhere: where PlatformIO builds them, in the workflow, and in the table of the release.
release_names_the_same_boards() {
  local wanted ini workflow table
  wanted=$(printf '%s\n' "${release_boards[@]}" | sort)
  ini=$(sed -n 's/^\[env:\(.*\)\]$/\1/p' platformio.ini | sort)
  workflow=$(sed -n 's/^ *board: \[\(.*\)\]$/\1/p' ../.github/workflows/firmware.yaml | tr -d ' ' | tr , '\n' | sort)
  table=$(sed -n "/<<'TABLE'/,/^TABLE$/{/TABLE/d;s/ .*//p}" release | sort)
  [ "$ini" = "$wanted" ] && [ "$workflow" = "$wanted" ] && [ "$table" = "$wanted" ]
}

release_budget() {
  local log status=0
  log=$(mktemp)
  said() { printf 'RAM:   [====      ]  39.0%% (used %d bytes from 81920 bytes)\nFlash: [====      ]  38.5%% (used %d bytes from 1044464 bytes)\n' "$1" "$2" >"$log"; }
  said 31960 402137 && ./release budget d1_mini "$log" || status=1
  said 36865 402137 && ./release budget d1_mini "$log" && status=1
  said 31960 470009 && ./release budget d1_mini "$log" && status=1
  echo "SUCCESS" >"$log" && ./release budget d1_mini "$log" && status=1
  rm "$log"
  return $status
}

# The page as `./run` serves it, with what PlatformIO has built: all of its files are there, and no other computer reaches it.
flash_page_serves_builds() {
  local said=$images.said page status=0
  : >"$said"
  ../run flash-page --port 0 >>"$said" 2>&1 &
  page=$!
  for _ in {1..300}; do grep -q '^http://localhost:' "$said" && break; sleep 0.1; done
  python3 - "$(grep '^http://localhost:' "$said")" <<'PYTHON' || status=1
import json, sys, urllib.request
base = sys.argv[1]
def get(path):
    with urllib.request.urlopen(f"{base}/{path}") as answer:
        return answer.read()
assert b"page.js" in get("") and len(get("page.js")) > 50000 and get("page.css")
builds = json.loads(get("manifest.json"))["builds"]
assert len(builds) == 5, builds
for part in (part for build in builds for part in build["parts"]):
    assert len(get(part["path"])) > 3000, part
PYTHON
  ss -ltnH "sport = :$(grep -o '[0-9]*$' <<<"$(grep '^http://localhost:' "$said")")" | grep -F 127.0.0.1: || status=1
  kill $page
  wait $page
  cat "$said"
  return $status
}

release_workflows() { node test/workflows/lint.mjs ../.github/workflows/*; }

# A workflow with one fault of each kind that is looked for.
release_workflows_with_a_fault() {
  local folder status=0
  folder=$(mktemp -d)
  sed 's/needs: check$/needs: chekc/' ../.github/workflows/release.yaml >"$folder/name.yaml"
  refused '"chekc"' node test/workflows/lint.mjs "$folder/name.yaml" || status=1
  # shellcheck disable=SC2016
  sed 's/cd images$/cd images; rm $0\/*; for a in `ls`; do echo $((x; done/' ../.github/workflows/firmware.yaml >"$folder/shell.yaml"
  refused 'together, step' node test/workflows/lint.mjs "$folder/shell.yaml" || status=1
  rm -r "$folder"
  return $status
}

part_release() {
  need_packages "signing" git openssl python3 || { skip release "the packages above are missing"; return; }
  check "an image is signed as the chips verify it" release_signs
  check "an image that is no whole number of words is not signed" release_refuses_a_cut_image
  check "one manifest has every chip, in parts that leave an ESP32's settings alone" with_builds release_manifest
  check "where nothing is built it is empty" with_builds release_manifest_of_nothing
  check "a board of which a part is missing is left out" with_builds release_manifest_of_a_part
  check "what the app offers is told with sizes and sums" with_builds release_index
  check "workflow, PlatformIO and release name the same boards" release_names_the_same_boards
  check "a build beyond its budget of memory is refused" release_budget
  check "firmware that has changed is not released under its old version" test/release/versions
  skip "building the images" "PlatformIO cannot be had from Debian; the workflow does it"
  { need_packages "reading the workflows" shellcheck && fetch_packages test/workflows; } || { skip "reading the workflows" "what it takes cannot be had"; return; }
  check "the workflows have no faults (actionlint, shellcheck)" release_workflows
  check "faults in them would be found" release_workflows_with_a_fault
}

# Static: it starts on any distribution of the Raspberry Pi. It runs here on an emulated processor.
forwarder_runs() { # ARCH EMULATOR
  local folder status=0
  folder=$(mktemp -d)
  ./release forwarder "$1" "$folder" || status=1
  readelf -l "$folder/emeter-host-$1" | grep INTERP && status=1
  "$2" "$folder/emeter-host-$1" --help | grep -F -- '--uart PATH' || status=1
  refused "cannot open /nowhere" "$2" "$folder/emeter-host-$1" --uart /nowhere || status=1
  rm -r "$folder"
  return $status
}

part_forwarder() {
  need_packages "the forwarder for a Raspberry Pi" cmake make binutils qemu-user-static g++-aarch64-linux-gnu g++-arm-linux-gnueabihf ||
    { skip forwarder "the packages above are missing"; return; }
  check "emeter-host for a 64-bit Raspberry Pi needs no library and runs" forwarder_runs aarch64 qemu-aarch64-static
  check "emeter-host for a 32-bit one needs no library and runs" forwarder_runs armhf qemu-arm-static
}
