// The list of attacks that need no test of their own, by what they attack.

import AndonTestSupport

extension ListedAttack {
  private static let red = Attack.pipeline("exit 1")
  private static let green = Attack.pipeline("true")
  // The process ids of the reaper, the keeper and andon, as a stage finds them.
  private static let pids =
    "r=$PPID; k=$(awk '{print $4}' /proc/$r/stat); a=$(awk '{print $4}' /proc/$k/stat)\n"
  // The cgroup of a stage.
  private static let group = """
    c=$(awk '$3 == "cgroup2" {print $2; exit}' /proc/mounts)$(sed -n 's/^0:://p' /proc/self/cgroup)

    """

  private static func mounted(_ script: String) -> String { "unshare -m bash -c '\(script)'" }

  static let surroundings: [Self] = [
    Self(
      name: "2: other processes are hidden", pipeline: red, prepare: "chmod -R a+rwX .",
      run: mounted(
        "mount -t proc -o hidepid=2 proc /proc; exec setpriv --reuid=65534 --regid=65534 --clear-groups $ANDON run"
      ), codes: [20], accounts: root),
    Self(name: "11: no environment", pipeline: red, run: "env -i $ANDON run", codes: [20]),
    Self(name: "11: no home", pipeline: red, run: "env -u HOME $ANDON run", codes: [20]),
    Self(
      name: "12: no PATH", pipeline: "version: 1\nstages: { s: { run: [none] } }\n",
      run: "PATH= $ANDON run", codes: [20], check: "grep -q could-not-start andon-out/verdict.json"),
    Self(
      name: "15: enough memory", pipeline: red, run: "ulimit -v 2000000; $ANDON run", codes: [20]),
    Self(name: "16: a small stack", pipeline: red, run: "ulimit -s 256; $ANDON run", codes: [20]),
    Self(
      name: "17: few processes", pipeline: red, prepare: "chmod a+rwx .",
      run: """
        for n in 1 2 3 4 5 6 12; do
          setpriv --reuid=61017 --regid=61017 --clear-groups bash -c "ulimit -u $n; exec $ANDON run" &&
            exit 0
          [ $? != 10 ] || exit 10
        done; exit 1
        """, codes: [1], accounts: root),
    Self(
      name: "19: a full report folder", pipeline: red,
      run: mounted(
        "mkdir f; mount -t tmpfs -o size=4k tmpfs f; head -c 4096 /dev/zero > f/x; $ANDON run --report-dir f"
      ), codes: [74], accounts: root),
    Self(
      name: "19: no inodes", pipeline: red,
      run: mounted("mkdir f; mount -t tmpfs -o nr_inodes=2 tmpfs f; $ANDON run --report-dir f"),
      codes: [74], accounts: root),
    Self(
      name: "20: a stage fills the disk", pipeline: Attack.pipeline("cat /dev/zero > f/x; exit 1"),
      run: mounted(
        "mkdir f; mount -t tmpfs -o size=600k tmpfs f; $ANDON run --report-dir f; c=$?; cp -r f g; rm g/x; exit $c"
      ), codes: [74],
      check:
        "! green g && grep -q '<error\\|<failure' g/junit.xml && [ -s g/verdict.sarif ]",
      accounts: root),
    Self(
      name: "21: no /sys", pipeline: red, run: mounted("mount -t tmpfs t /sys; $ANDON run"),
      codes: [20], accounts: root),
    Self(
      name: "21: no /dev", pipeline: red,
      run: mounted("mount -t tmpfs t /dev; $ANDON run >out 2>err"), codes: [20, 70],
      accounts: root),
    Self(
      name: "21: /dev/null is a file", pipeline: red,
      run: mounted("mount -t tmpfs t /dev; touch /dev/null; $ANDON run"), codes: [20, 70],
      accounts: root),
    Self(
      name: "22: the first process", pipeline: red,
      run: "unshare -pf --mount-proc $ANDON run", codes: [20], accounts: root),
    Self(
      name: "23: the folder cannot be read", pipeline: red,
      run: "chmod 100 .; $ANDON run; c=$?; chmod 755 .; exit $c", codes: [70, 74, 78],
      accounts: nobody),
  ]

  static let processes: [Self] = [
    Self(
      name: "32: a forged verdict and a killed andon",
      pipeline: Attack.pipeline(
        pids
          + "sed s/unknown/green/ andon-out/verdict.json > v; mv v andon-out/verdict.json; kill -9 $a"
      ),
      codes: [137]),
    Self(
      name: "33: a daemon stops all and kills from the top",
      pipeline: Attack.pipeline(
        group + pids + "echo $c > group\n"
          + "(setsid bash -c \"kill -STOP $k $r $a; kill -9 $a $k $r; sleep 2\" </dev/null >/dev/null 2>&1 &); sleep 9"
      ),
      codes: [137],
      check: """
        g=$(cat group)
        case $g in */andon-*) echo 1 > $g/cgroup.kill; until rmdir $g; do sleep 0.05; done ;; esac
        ! green
        """
    ),
    Self(
      name: "34: a stopped reaper",
      pipeline: Attack.pipeline(
        pids + "kill -STOP $r; sleep 30", more: "timeout: { hard: 700ms, grace: 100ms }"),
      codes: [20], check: "red"),
    Self(
      name: "34: a stopped keeper",
      pipeline: Attack.pipeline(
        pids + "kill -STOP $k; sleep 30", more: "timeout: { hard: 700ms, grace: 100ms }"),
      codes: [20], check: "red"),
    Self(
      name: "35: stopped supervisors, and a further stage",
      pipeline: Attack.pipeline(
        pids + "kill -STOP $k $r; exit 1", more: "timeout: { hard: 700ms, grace: 100ms }",
        rest: "  t: { run: 'exit 0', timeout: { hard: 2s, grace: 100ms } }\n"),
      codes: [20, 30]),
    Self(
      name: "36: descriptors, memory and environment of andon",
      pipeline: Attack.pipeline(
        pids + """
          for p in $r $k $a; do
            (cat /proc/$p/environ || head -c 1 /proc/$p/mem || ls /proc/$p/fd/) >/dev/null 2>&1 && echo taken
            python3 -c "
          import ctypes, os, sys
          libc = ctypes.CDLL(None, use_errno=True)
          if libc.ptrace(16, $p, 0, 0) == 0: print('taken')
          if libc.syscall(438, os.pidfd_open($p), 3, 0) >= 0: print('taken')
          "
          done
          """),
      codes: [0], check: "! grep -q taken andon-out/logs/s.1.log && [ -e andon-out/logs/s.1.log ]",
      accounts: nobody),
    Self(
      name: "37: priority and processors of andon",
      pipeline: Attack.pipeline(
        pids + "renice -n 19 -p $a; taskset -p 1 $a || :; exit 1"), codes: [20], check: "red"),
    Self(
      name: "39: a cgroup that is closed, threaded and deep",
      pipeline: Attack.pipeline(
        group + """
          d=$c; for i in {1..40}; do d=$d/x; mkdir $d || break; done
          mkdir -p $c/y && echo threaded > $c/y/cgroup.type || :
          (echo $BASHPID > $d/cgroup.procs; exec setsid sleep 41.39 </dev/null >/dev/null 2>&1) & sleep 0.2
          chmod 0 $c $c/x; sleep 30
          """, more: "timeout: { hard: 1s, grace: 100ms }"),
      codes: [20], check: "! pgrep -f 'sleep 41[.]39'", accounts: root),
    Self(
      name: "40: a stage freezes its cgroup",
      pipeline: Attack.pipeline(
        group + "echo 1 > $c/cgroup.freeze; sleep 30",
        more: "timeout: { hard: 700ms, grace: 100ms }", rest: "  t: { run: exit 0 }\n"),
      run: "$ANDON run --jobs 1", codes: [20],
      check: "grep -q '\"id\":\"t\",[^}]*\"state\":\"succeeded\"' andon-out/verdict.json",
      accounts: root),
    Self(
      name: "41: andon in the cgroup of a stage",
      pipeline: Attack.pipeline(group + pids + "echo $a > $c/cgroup.procs; exit 1"),
      codes: [20, 137], check: "! green", accounts: root),
    Self(
      name: "41: the keeper in the cgroup of a stage",
      pipeline: Attack.pipeline(
        group + pids + "echo $k > $c/cgroup.procs; sleep 30",
        more: "timeout: { hard: 700ms, grace: 100ms }"),
      codes: [20, 30], check: "! green", accounts: root),
    Self(
      name: "43: another service writes after the run", pipeline: green,
      prepare: "mkfifo order done; chmod a+rw order done",
      run: """
        (read x < order; echo forged > andon-out/verdict.json; echo > done) &
        $ANDON run; echo > order; read x < done; $ANDON verify
        """, codes: [20]),
  ]

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
      prepare: "mkdir i; cp $(dirname $ANDON)/andon* i", run: "i/andon run", codes: [30],
      check: "! green"),
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

  private static func importing(
    _ name: String, _ bytes: String, codes: Set<Int32> = [0, 20], check: String = ":"
  ) -> Self {
    Self(
      name: name, prepare: "python3 -c \"open('f', 'wb').write(\(bytes))\"",
      run: "timeout 10 $ANDON import --json f >told 2>&1", codes: codes, check: check)
  }

  private static let suite = "b'<testsuite><testcase name=\\\"t\\\"/></testsuite>'"

  static let files: [Self] = [
    importing(
      "92: a document type of the system",
      "b'<!DOCTYPE testsuite SYSTEM \\\"/dev/zero\\\"><testsuite><testcase name=\\\"t\\\"/></testsuite>'"
    ),
    importing(
      "92: an inclusion",
      "b'<testsuite xmlns:xi=\\\"http://www.w3.org/2001/XInclude\\\"><testcase name=\\\"t\\\"/><xi:include parse=\\\"text\\\" href=\\\"/etc/passwd\\\"/></testsuite>'",
      check: "! grep -q root: told"),
    importing(
      "92: an instruction",
      "b'<?xml-stylesheet href=\\\"/etc/passwd\\\"?><testsuite><testcase name=\\\"t\\\"/></testsuite>'",
      check: "! grep -q root: told"),
    importing(
      "95: 50,000 namespaces",
      "('<testsuite ' + ' '.join(f'xmlns:n{i}=\\\"u{i}\\\"' for i in range(50000)) + '><testcase name=\\\"t\\\"/></testsuite>').encode()"
    ),
    importing("96: UTF-7", "b'<?xml version=\\\"1.0\\\" encoding=\\\"UTF-7\\\"?>' + \(suite)"),
    importing(
      "96: EBCDIC",
      "'<?xml version=\\\"1.0\\\" encoding=\\\"IBM037\\\"?><testsuite><testcase name=\\\"t\\\"/></testsuite>'.encode('cp037')"
    ),
    importing("96: compressed", "__import__('gzip').compress(\(suite))"),
    importing("96: NULs", "\(suite).replace(b'name', b'na\\\\0me')", codes: [20]),
    importing("96: text behind the root", "\(suite) + b'<testsuite/>x'", codes: [20]),
    importing(
      "97: failures in comments and texts",
      "b'<testsuite><testcase name=\\\"t\\\"><!-- <failure/> --><system-out><![CDATA[<failure/>]]></system-out></testcase></testsuite>'",
      codes: [0], check: "grep -q '\"failed\":0' told"),
    Self(
      name: "99: times that are none",
      pipeline: Attack.pipeline(
        "cp j.xml k.xml; touch k.xml",
        more: "collect: [{ junit: k.xml }]\nslo: { tests.time: '<= 1s' }"),
      prepare: """
        echo "<testsuite><testcase name='a' time='-5'/><testcase name='b' time='nan'/></testsuite>" > j.xml
        """, codes: [30]),
    importing(
      "100: totals of lcov contradict its lines",
      "b'SF:a.c\\\\nDA:1,1\\\\nDA:2,0\\\\nLF:100\\\\nLH:100\\\\nend_of_record\\\\n'",
      check: "grep -q AND023 told"),
    Self(
      name: "94: a slow file beside a deadline",
      pipeline: Attack.pipeline(
        "cp big j.xml; touch j.xml", more: "collect: [{ junit: j.xml }]",
        rest: "  t: { run: sleep 30, timeout: { hard: 1s, grace: 100ms } }\nbudget: 4s\n"),
      prepare: """
        python3 -c "open('big','w').write('<testsuite><testcase '+' '.join('a%d=\\"x\\"'%i for i in range(60000))+'/></testsuite>')"
        """, run: "$ANDON run --jobs 2", codes: [20],
      check:
        #"python3 -c "import json; s = json.load(open('andon-out/verdict.json'))['stages']; t = [x for x in s if x['id'] == 't'][0]; assert t['attempts'][0]['indicators']['wall']['value'] < 2.5, t""#
    ),
    metric("101: a metric in a folder", "mkdir m.json"),
    metric("101: a metric in a sparse file", "truncate -s 10T m.json"),
    metric("101: a metric in 17 MB", "head -c 17000000 /dev/zero | tr '\\0' 1 > m.json"),
    metric("101: a metric deep down", "python3 -c \"print('[' * 100000)\" > m.json"),
    Self(
      name: "102: the median of figures beyond all numbers",
      pipeline: Attack.pipeline(
        "echo v=1.7e308",
        more: "metrics: { m: { regex: 'v=(.*)' } }\nrepeat: { runs: 2, use: median }"),
      codes: [0, 30], check: "! grep -qi 'inf\\b\\|:nan' andon-out/verdict.json"),
    Self(
      name: "122: names in a receipt",
      pipeline: Attack.pipeline("echo 1 > o", more: "outputs: [o]"),
      run: """
        $ANDON run; mkfifo p; cp andon-out/receipt.json r
        for name in ../x /dev/zero p none ''; do
          sed "s|\\"name\\":\\"o\\"|\\"name\\":\\"$name\\"|" r > andon-out/receipt.json
          timeout 10 $ANDON verify; [ $? = 20 ] || exit 1
        done; exit 0
        """, codes: [0]),
    Self(
      name: "124: a verdict without an end", pipeline: green,
      run: "$ANDON run; truncate -s 100G andon-out/verdict.json; timeout 15 $ANDON verify",
      codes: [20]),
    Self(
      name: "125: names of outputs",
      pipeline: Attack.pipeline(
        "mkdir -p out; cd out; touch $'a\\nb' $'\\e[31m' -- --help '$(touch x)' '*' $'\\xff'",
        more: "outputs: ['out/**']"),
      run: "$ANDON run && $ANDON verify && echo 1 > 'out/*' && $ANDON verify", codes: [20],
      check: "[ ! -e x ] && [ ! -e out/x ]"),
    Self(
      name: "126: archives that lead outside",
      pipeline: Attack.pipeline(
        "mkdir -p out; python3 make.py",
        more:
          "outputs: ['out/**']\nreproducible: { runs: 2, vary: [umask] }\nslo: { identical-outputs: '>= 100%' }"
      ),
      prepare: """
        cat > make.py <<'P'
        import io, os, tarfile, time, zipfile
        tar = tarfile.open('out/a.tar', 'w')
        def add(name, kind=tarfile.REGTYPE, link='', text=b''):
            i = tarfile.TarInfo(name); i.type = kind; i.linkname = link; i.size = len(text)
            tar.addfile(i, io.BytesIO(text))
        add('l', tarfile.SYMTYPE, '../../outside'); add('l/x', text=b'x'); add('../../outside2', text=b'x')
        add('/tmp/andon-outside', text=b'x'); add('d', tarfile.CHRTYPE); add('p', tarfile.FIFOTYPE)
        add('h', tarfile.LNKTYPE, '/etc/passwd'); add('t', text=str(time.time_ns()).encode()); tar.close()
        inner = b'%d' % time.time_ns()
        for n in range(60):
            b = io.BytesIO(); t = tarfile.open(fileobj=b, mode='w'); i = tarfile.TarInfo('n'); i.size = len(inner)
            t.addfile(i, io.BytesIO(inner)); t.close(); inner = b.getvalue()
        open('out/n.tar', 'wb').write(inner)
        with zipfile.ZipFile('out/z.zip', 'w', zipfile.ZIP_DEFLATED) as z:
            z.writestr('zeros', bytes(100_000_000)); z.writestr('t', str(time.time_ns()))
        open('out/j.json', 'w').write('[' * 100_000 + str(time.time_ns()))
        P
        """, run: "timeout 35 $ANDON run", codes: [20],
      check: "[ ! -e outside ] && [ ! -e outside2 ] && [ ! -e /tmp/andon-outside ]"),
    Self(
      name: "129: changed bytes", pipeline: red,
      run: """
        $ANDON run; cat > change.py <<'P'
        import os, random, subprocess, sys
        random.seed(7)
        files = {'andon.yaml': ['check'], 'andon-out/verdict.json': ['report', '--from'],
                 'andon-out/journal.jsonl': ['report', '--journal'], 'andon-out/receipt.json': ['verify']}
        for path, words in files.items():
            whole = open(path, 'rb').read()
            for _ in range(12):
                b = bytearray(whole)
                for _ in range(random.randrange(1, 4)): b[random.randrange(len(b))] = random.randrange(256)
                open(path, 'wb').write(b)
                more = ['--config', path] if words == ['check'] else [] if words == ['verify'] else [path]
                c = subprocess.run([os.environ['ANDON'], *words, *more], capture_output=True, timeout=20).returncode
                if c < 0 or c in (1, 70): sys.exit(f'{words} {c}')
            open(path, 'wb').write(whole)
        P
        python3 change.py
        """, codes: [0], accounts: nobody),
  ]

  private static func metric(_ name: String, _ script: String) -> Self {
    Self(
      name: name,
      pipeline: Attack.pipeline(
        script, more: "metrics: { m: { file: m.json, json: /m } }\nslo: { m: '<= 1' }"),
      run: "timeout 15 $ANDON run", codes: [30])
  }

  private static func refused(_ name: String, _ text: String) -> Self {
    Self(name: name, pipeline: text, run: "timeout 5 $ANDON run", codes: [78])
  }

  private static let stages = "version: 1\nstages: { s: { run: 'true' } }\n"

  static let configurations: [Self] = [
    Self(
      name: "105: a pattern without an end",
      pipeline: Attack.pipeline(
        "head -c 60000 /dev/zero | tr '\\0' a; exit 0",
        more: "metrics: { m: { regex: '^(?:(a)(?1)?)+\\\\1b([0-9])$' } }\nslo: { m: '<= 1' }"),
      run: "timeout 20 $ANDON run", codes: [30, 78]),
    Self(
      name: "105: limits in a pattern",
      pipeline: Attack.pipeline(
        "head -c 60000 /dev/zero | tr '\\0' a; exit 0",
        more:
          "metrics: { m: { regex: '(*LIMIT_MATCH=4000000000)^(a+)+b([0-9])$' } }\nslo: { m: '<= 1' }"
      ),
      run: "timeout 20 $ANDON run", codes: [30, 78]),
    refused("106: an alias of itself", "version: 1\nstages: &a { s: *a }\n"),
    Self(
      name: "106: tags",
      pipeline: "version: !!python/object/apply:os.system [1]\nstages: { s: { run: 'true' } }\n",
      codes: [78]),
    refused(
      "107: names that look alike",
      "version: 1\nstages: { \"caf\\u00e9\": { run: 'true' }, \"cafe\\u0301\": { run: 'true' } }\n"),
    refused(
      "108: outputs beside the folder", stages.replacing("'true'", with: "'true', outputs: [../x]")),
    refused(
      "108: results by an absolute path",
      stages.replacing("'true'", with: "'true', collect: [{ junit: /x }]")),
    refused("109: a NUL in a variable", stages + "env: { A: \"a\\0b\" }\n"),
    Self(
      name: "108: a metric that the pipeline's author reads from elsewhere",
      pipeline: Attack.pipeline(
        "echo '{\"m\": 5}' > ../m.json; touch ../m.json",
        more: "metrics: { m: { file: ../m.json, json: /m } }\nslo: { m: '>= 1' }"),
      prepare: "mkdir w; mv andon.yaml w", run: "cd w; $ANDON run", codes: [0]),
    Self(
      name: "110: the author's own ways to green",
      pipeline:
        "version: 1\nexit: { yellow: 0 }\nstages: { s: { run: exit 1, required: false } }\n",
      codes: [0], check: "grep -q '\"verdict\":\"yellow\"' andon-out/verdict.json"),
    Self(
      name: "110: a shell that runs nothing",
      pipeline: "version: 1\nstages: { s: { run: exit 1, shell: [/bin/true] } }\n",
      run: "$ANDON run --strict", codes: [78]),
    Self(
      name: "111: a pipeline file without an end", run: "timeout 10 $ANDON run", codes: [78]
    ).prepared("ln -s /dev/zero andon.yaml"),
    Self(
      name: "111: a pipe is found", run: "timeout 10 $ANDON run", codes: [78]
    ).prepared("mkfifo andon.yaml"),
    Self(
      name: "112: a repository without an end", pipeline: red, prepare: "ln -s /dev/zero .git",
      run: "timeout 10 $ANDON run", codes: [20]),
  ]

  private func prepared(_ script: String) -> Self {
    var copy = self
    copy.prepare = script
    return copy
  }

  private static func past(_ name: String, _ script: String) -> Self {
    Self(
      name: "115: \(name)",
      pipeline: "version: 1\nname: h\nstages: { s: { run: 'true' } }\n"
        + "objectives: { o: { indicator: s.cpu, against: { branch: main }, fail: '> +10%' } }\n",
      prepare: """
        mkdir .git; echo 'ref: refs/heads/main' > .git/HEAD; echo own > mine
        $ANDON run >/dev/null 2>&1; cd .andon; \(script)
        """, run: "timeout 15 $ANDON run", codes: [10, 30],
      check: "[ \"$(cat mine)\" = own ] && ! green")
  }

  static let histories: [Self] = [
    past("random bytes", "head -c 100000 /dev/urandom > history.sqlite"),
    past("cut", "truncate -s 5000 history.sqlite"),
    past("10 TB", "truncate -s 10T history.sqlite"),
    past("a folder", "rm history.sqlite*; mkdir history.sqlite"),
    past("a device", "rm history.sqlite*; ln -s /dev/zero history.sqlite"),
    past("a link to another file", "rm history.sqlite*; ln -s ../mine history.sqlite"),
    past("a log that is a folder", "rm -f history.sqlite-wal; mkdir history.sqlite-wal"),
    past("a log of random bytes", "head -c 100000 /dev/urandom > history.sqlite-wal"),
    past("a log that is a link", "rm -f history.sqlite-wal; ln -s ../mine history.sqlite-wal"),
    past(
      "119: a trigger that writes files",
      "python3 -c \"import sqlite3; c = sqlite3.connect('history.sqlite'); c.execute('create trigger t after insert on run begin select writefile(1, 2), load_extension(3); end')\""
    ),
    Self(
      name: "121: a signal while the history is locked",
      pipeline: "version: 1\nname: h\nstages: { s: { run: 'true' } }\n"
        + "objectives: { o: { indicator: s.cpu, against: { branch: main }, fail: '> +10%' } }\n",
      prepare: "mkdir .git; echo 'ref: refs/heads/main' > .git/HEAD; $ANDON run >/dev/null 2>&1; :",
      run: """
        python3 -c "
        import sqlite3, time
        c = sqlite3.connect('.andon/history.sqlite', isolation_level=None)
        c.execute('begin exclusive'); open('locked', 'w').close(); time.sleep(20)" & l=$!
        until [ -e locked ]; do sleep 0.01; done
        $ANDON run & p=$!; sleep 0.4; kill -TERM $p; s=$(date +%s%N); wait $p; c=$?
        kill $l; [ $(( ($(date +%s%N) - s) / 1000000 )) -lt 5000 ] || exit 1; exit $c
        """, codes: [143, 10, 30], check: "! green"),
    Self(
      name: "28: runs that are killed while they write",
      pipeline: Attack.pipeline("true", rest: "history: { path: h.sqlite }\n"),
      run: """
        for i in {1..20}; do
          $ANDON run --report-dir out$((i % 4)) >/dev/null 2>&1 & p=$!
          sleep 0.0$((RANDOM % 9)); [ $((i % 2)) = 0 ] || kill -9 $p; wait $p
        done
        $ANDON run --report-dir out >/dev/null 2>&1
        """, codes: [0],
      check:
        #"python3 -c "import sqlite3; c = sqlite3.connect('h.sqlite'); assert c.execute('pragma integrity_check').fetchone()[0] == 'ok'""#
    ),
  ]
}
