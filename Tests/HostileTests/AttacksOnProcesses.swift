// Listed attacks on the surroundings of andon and on its processes.

import AndonTestSupport

extension ListedAttack {
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
        g=$(cat group); own=$(sed -n 's/^0:://p' /proc/self/cgroup)
        # Without a cgroup of its own the stage ran in that of the tests.
        case $g in *$own) ;; */andon-*) echo 1 > $g/cgroup.kill; until [ ! -d $g ] || rmdir $g; do sleep 0.05; done ;; esac
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
      name: "37: limits of andon",
      pipeline: Attack.pipeline(pids + "prlimit --pid $a $(cat limit) || :; exit 1"),
      run: """
        for limit in --nofile=0:0 --as=1000000:1000000 --data=1000:1000 --stack=1000:1000 --cpu=1:1; do
          echo $limit > limit; $ANDON run; c=$?
          [ $c != 0 ] && [ $c != 10 ] && ! green || exit 1
        done; exit 0
        """, codes: [0]),
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
      name: "42: andon in a frozen cgroup",
      pipeline: Attack.pipeline(
        pids + """
          f=$(awk '$3 == "cgroup2" {print $2; exit}' /proc/mounts)/andon-attack-$a; mkdir $f
          echo $f > frozen; echo $a > $f/cgroup.procs; echo 1 > $f/cgroup.freeze; sleep 41.42
          """),
      run: """
        $ANDON run & p=$!
        until [ -s frozen ] && grep -q 'frozen 1' $(cat frozen)/cgroup.events; do sleep 0.02; done
        kill -9 $p; wait $p; c=$?
        while pgrep -f '^sleep 41[.]42$' >/dev/null; do sleep 0.02; done
        rmdir $(cat frozen); exit $c
        """, codes: [137], check: "! green", accounts: root),
    Self(
      name: "43: another service writes after the run", pipeline: green,
      prepare: "mkfifo order done; chmod a+rw order done",
      run: """
        (read x < order; echo forged > andon-out/verdict.json; echo > done) &
        $ANDON run; echo > order; read x < done; $ANDON verify
        """, codes: [20]),
  ]
}
