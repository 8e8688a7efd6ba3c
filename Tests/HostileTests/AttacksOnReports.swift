// Listed attacks on the report folder and on what reports show.

import AndonTestSupport

extension ListedAttack {
  static let reportFolders: [Self] = [
    Self(
      name: "44: a stage writes the reports",
      pipeline: Attack.pipeline(
        "for f in verdict.json junit.xml receipt.json; do echo green > andon-out/$f; done; exit 1"),
      codes: [20], check: "red && ! grep -qx green andon-out/*"),
    Self(
      name: "45: the folder is moved away, another is in its place",
      pipeline: Attack.pipeline(
        "mv andon-out moved; mkdir andon-out; echo '\"verdict\":\"green\"' > andon-out/verdict.json"
      ),
      codes: [74], check: "grep -q '\"exitCode\":74' andon-out/verdict.json"),
    Self(
      name: "46: a link is in its place",
      pipeline: Attack.pipeline(
        "mv andon-out moved; mkdir e; ln -s e andon-out", rest: "  t: { needs: [s], run: echo x }\n"
      ),
      codes: [74], check: "[ -z \"$(ls -A e)\" ]"),
    Self(
      name: "47: the folder is made immutable",
      pipeline: Attack.pipeline("chattr +i andon-out || touch unable"),
      run: "$ANDON run; c=$?; chattr -i andon-out; [ ! -e unable ] || c=74; exit $c", codes: [74],
      check: "[ -e unable ] || ! green", accounts: root),
    Self(
      name: "50: hard links in the place of reports", pipeline: red,
      prepare: """
        mkdir -p andon-out/logs; echo own > mine
        for f in verdict.json junit.xml journal.jsonl receipt.json logs/s.1.log; do
          ln mine andon-out/$f
        done
        """, codes: [20], check: "red && [ \"$(cat mine)\" = own ]"),
    Self(
      name: "51: a folder in the place of a report", pipeline: red,
      prepare: "mkdir -p andon-out/verdict.json", codes: [74]),
    Self(
      name: "51: a folder in the place of a log", pipeline: red,
      prepare: "mkdir -p andon-out/logs/s.1.log", codes: [20, 74], check: "! green"),
    Self(
      name: "51: a file in the place of the logs", pipeline: red,
      prepare: "mkdir andon-out; touch andon-out/logs", codes: [74]),
    Self(
      name: "56: a pipe at the log of the next stage",
      pipeline: Attack.pipeline(
        "rm -f andon-out/logs/t.1.log; mkfifo andon-out/logs/t.1.log",
        rest: "  t: { needs: [s], run: echo x }\n"), codes: [0, 10, 74]),
    Self(
      name: "57: a stage empties its log",
      pipeline: Attack.pipeline("echo a; : > andon-out/logs/s.1.log; exit 1"), codes: [20, 74],
      check: "! green"),
    Self(
      name: "57: a stage removes its log",
      pipeline: Attack.pipeline("echo a; rm andon-out/logs/s.1.log; exit 1"), codes: [20, 74],
      check: "! green"),
    Self(
      name: "58: a stage rewrites the journal",
      pipeline: Attack.pipeline(
        "exit 1", rest: "  t: { run: 'sed -i s/20/0/ andon-out/journal.jsonl' }\n"),
      run: "$ANDON run --jobs 1", codes: [20, 74], check: "! green"),
    Self(
      name: "30: times beyond the calendar",
      pipeline: Attack.pipeline(
        """
        mkdir -p out; echo 1 > out/a; cp j.xml k.xml
        touch -d 2400-01-01 out/a k.xml andon-out/logs/s.1.log andon-out/journal.jsonl andon.yaml
        touch -d 1650-01-01 out; exit 1
        """, more: "outputs: ['out/**']\ncollect: [{ junit: k.xml }]"),
      prepare:
        "echo '<testsuite><testcase name=\"a\"/></testsuite>' > j.xml; touch -d 2400-01-01 andon.yaml",
      codes: [20], check: "red && $ANDON verify && $ANDON import k.xml"),
    Self(
      name: "59: the pipeline file changes",
      pipeline: Attack.pipeline("echo 'version: 1' > andon.yaml; exit 1"),
      codes: [20], check: "red && ! $ANDON verify"),
    Self(
      name: "62: the keeper is removed and killed",
      pipeline: Attack.pipeline(pids + "rm -f i/andon-keeper; kill -9 $k; sleep 20"),
      prepare: "mkdir i; cp $(dirname $ANDON)/andon* i", run: "i/andon run", codes: [20, 30],
      check: "! green"),
    Self(
      name: "63: a stage beside it writes the result of a comparison",
      pipeline: Attack.pipeline(
        "mkdir -p out; date +%N > out/a",
        more: """
          outputs: ["out/**"]
          reproducible: { runs: 2, vary: [umask] }
          slo: { identical-outputs: ">= 100%" }
          """,
        rest: """
            t:
              outputs: []
              run: |
                for i in {1..20}; do
                  find andon-out -name '*compar*' -o -name '*result*' | while read f; do
                    printf 'first\\0001\\0end\\0\\0' > "$f" || true
                  done; sleep 0.05
                done

          """), run: "$ANDON run --jobs 2", codes: [20], check: "red"),
    Self(
      name: "64: variables of a stage act on andon's commands",
      pipeline: "version: 1\nenv: { PATH: \"$PWD/evil:/usr/bin:/bin\" }\n"
        + "stages: { s: { run: [git, x], env: { PATH: evil, LD_PRELOAD: none } } }\n",
      prepare: """
        git init -q .; mkdir evil; printf '#!/bin/sh\\necho $1 >> ran\\nexit 1\\n' > evil/git
        chmod a+x evil/git
        """, codes: [20, 78], check: "[ ! -e ran ] || ! grep -qv x ran"),
    Self(
      name: "65: a forged journal and a killed andon",
      pipeline: Attack.pipeline(
        pids + "sed -i s/running/succeeded/ andon-out/journal.jsonl; kill -9 $a; exit 1"),
      codes: [137], check: "! green"),
    Self(
      name: "66: a journal without one of its lines", pipeline: red, codes: [20],
      check: """
        n=$(wc -l < andon-out/journal.jsonl)
        for i in $(seq $n); do
          sed ${i}d andon-out/journal.jsonl > j
          ! $ANDON report --journal j --format json 2>/dev/null | grep -q '"verdict":"green"' || exit 1
        done
        """),
    Self(
      name: "128: killed in a reproducible run",
      pipeline: Attack.pipeline(
        "mkdir -p out; echo 1 > out/a; echo x >> $A/ran; [ $(wc -l < $A/ran) -lt 2 ] || { touch $A/begun; sleep 41.28; }",
        more: "outputs: ['out/**']\nreproducible: { runs: 3, vary: [path] }"),
      prepare: "mkdir w tmp; mv andon.yaml w; chmod a+rwx .",
      run: """
        export A=$PWD TMPDIR=$PWD/tmp; cd w; git init -q .; git add .
        git -c user.name=a -c user.email=a commit -qm a
        $ANDON run & p=$!
        until [ -e $A/begun ]; do sleep 0.02; done; [ -n "$(ls $A/tmp)" ] || exit 1
        kill -9 $p; wait $p; while pgrep -f "^sleep 41[.]28$" >/dev/null; do sleep 0.02; done
        printf 'version: 1\\nstages: { s: { run: exit 1 } }\\n' > andon.yaml; $ANDON run; c=$?
        [ $(git worktree list | wc -l) = 1 ] || exit 1
        exit $c
        """, codes: [20], check: "[ -z \"$(ls tmp)\" ]"),
  ]

  private static func printing(_ python: String) -> Self {
    Self(
      name: "83: \(python)", pipeline: Attack.pipeline("python3 -c \"print(\(python))\"; exit 1"),
      run: "timeout 15 $ANDON run", codes: [20],
      check: "[ $(stat -c %s andon-out/report.html) -lt 3000000 ]")
  }

  private static let secret = "hunter22-of-this-run"
  private static let hidden = "! grep -raq '\(secret)' andon-out .andon out err 2>/dev/null"

  private static func hiding(_ name: String, _ pipeline: String) -> Self {
    Self(
      name: name, pipeline: pipeline,
      run: "export A_TOKEN=\(secret); $ANDON run >out 2>err", codes: [20], check: hidden)
  }

  static let texts: [Self] = [
    Self(
      name: "76: commands in a faulty pipeline file", pipeline: "version: 1\n'##vso[task.x]y': 1\n",
      run: "$ANDON run 2>err; c=$?; $ANDON check >out 2>&1; exit $c", codes: [78],
      check: "! grep -q '##' err out"),
    Self(
      name: "77: commands in the names of outputs",
      pipeline: Attack.pipeline(
        "mkdir -p out; touch out/##vso[x] 'out/::error::y'", more: "outputs: ['out/**']"),
      run: "$ANDON run && rm -r out && $ANDON verify >told 2>&1", codes: [20],
      check: "! grep -q '##\\|^::' told && grep -q vso told"),
    Self(
      name: "77: commands in a history",
      pipeline: "version: 1\nname: '##vso[x]'\nstages: { s: { run: 'true' } }\nobjectives:\n"
        + "  '##vso[y]': { indicator: s.cpu, against: { branch: main }, fail: '> +10%' }\n",
      prepare: "mkdir .git; echo 'ref: refs/heads/main' > .git/HEAD",
      run: """
        $ANDON run; for c in list ledger export "show 0" "trend s.cpu"; do $ANDON history $c; done >told 2>&1
        $ANDON compare --base-run "echo '##vso[z]'" --head-run "echo '##vso[z]'" >>told 2>&1; exit 0
        """, codes: [0],
      check: "! grep -v '^{' told | grep -q '##' && grep -q vso told"),
    printing("'a' + '\\u0301' * 300000"), printing("'\\U0001F1E9' * 100000"),
    printing("'a\\u200d' * 100000"), printing("'\\r' * 300000"),
    hiding(
      "84: a secret that is split",
      Attack.pipeline(
        """
        a=${A_TOKEN:0:9}; b=${A_TOKEN:9}
        printf '%s\\r%s\\n' $a $b; printf '%s\\0%s\\n' $a $b; printf '%s' $a; sleep 0.1; echo $b
        printf '%s\\e[31m%s\\n' $a $b; printf '%s' $a; printf '%s\\n' $b >&2; exit 1
        """)),
    hiding(
      "85: a secret in arguments, a program, a folder and a lock",
      Attack.pipeline(
        """
        mkdir -p d-$A_TOKEN; cd d-$A_TOKEN; cp /bin/sleep p-$A_TOKEN
        exec 9> l-$A_TOKEN.lock; flock 9; (exec 8> l-$A_TOKEN.lock; flock 8) &
        ./p-$A_TOKEN 30 & wait
        """, more: "timeout: { soft: 500ms, hard: 1s, grace: 100ms }")),
    hiding(
      "85: a secret in a message of a test",
      Attack.pipeline(
        "echo \"<testsuite><testcase name='t $A_TOKEN'><failure message='$A_TOKEN'>$A_TOKEN</failure></testcase></testsuite>\" > j.xml; exit 1",
        more: "collect: [{ junit: j.xml }]")),
    Self(
      name: "86: a secret in the name of a result stays, as the contract says",
      pipeline: Attack.pipeline(
        "echo '<testsuite><testcase name=\"a\"/></testsuite>' > j-$A_TOKEN.xml; echo $A_TOKEN",
        more: "collect: [{ junit: 'j-*.xml' }]"),
      run: "export A_TOKEN=\(secret); $ANDON run", codes: [0],
      check: "! grep -q \(secret) andon-out/logs/s.1.log && [ -e j-\(secret).xml ]"),
    Self(
      name: "88: a secret that is a word of the reports", pipeline: green,
      run: """
        export A_TOKEN=verdict B_TOKEN='"exitCode"' C_TOKEN=succeeded; $ANDON run && $ANDON verify
        """, codes: [0],
      check:
        "green && grep -q '\"exitCode\":0' andon-out/verdict.json && grep -q '\"succeeded\"' andon-out/verdict.json"
    ),
    Self(
      name: "90: a secret of equal letters keeps no deadline",
      pipeline: Attack.pipeline(
        "tr '\\0' a </dev/zero", more: "timeout: { hard: 1s, grace: 100ms }",
        rest: "log: { max: 1MB }\n"),
      run: "export A_TOKEN=$(printf '%020000d' 0 | tr 0 a)b; timeout 20 $ANDON run", codes: [20]),
    Self(
      name: "130: a line of 100 MB", prepare: "head -c 100000000 /dev/zero | tr '\\0' a > big",
      run: """
        for c in "import big" "explain --log big" "audit big" "report --from big" "judge --jsonl"; do
          timeout 30 $ANDON $c <big >/dev/null 2>&1; c=$?
          [ $c -lt 124 ] && [ $c != 70 ] || exit $c
        done; exit 0
        """, codes: [0], accounts: nobody),
  ]
}
