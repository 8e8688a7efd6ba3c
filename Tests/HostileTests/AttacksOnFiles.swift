// Listed attacks by results, receipts, outputs, pipeline files and histories.

import AndonTestSupport

extension ListedAttack {
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
      name: "123: receipt and reports of another run, which are not signed",
      pipeline: Attack.pipeline("[ ! -e flag ]"),
      run: """
        $ANDON run || exit 1
        cp -rp andon-out kept; touch flag; $ANDON run; [ $? = 20 ] || exit 1
        rm -r andon-out; mv kept andon-out; $ANDON verify
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

  // A pipeline that asks the history.
  private static let gate =
    stages + "name: h\n"
    + "objectives: { o: { indicator: s.cpu, against: { branch: main }, fail: '> +10%' } }\n"

  private static func past(_ name: String, _ script: String) -> Self {
    Self(
      name: "115: \(name)",
      pipeline: gate,
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
      name: "120: a forged baseline is believed",
      pipeline: gate,
      prepare: "mkdir .git; echo 'ref: refs/heads/main' > .git/HEAD",
      run: """
        for i in {1..6}; do $ANDON run; done >/dev/null 2>&1
        python3 -c "import sqlite3; c = sqlite3.connect('.andon/history.sqlite'); c.execute('update figure set measured = measured * 100'); c.commit()"
        $ANDON run
        """, codes: [0, 10], check: "! grep -q '\"judgment\":\"fail\"' andon-out/verdict.json"),
    Self(
      name: "121: a signal while the history is locked",
      pipeline: gate,
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
