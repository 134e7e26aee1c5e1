"""A Slurm cluster of one's own: munged, slurmctld and a slurmd for each of two nodes, on this machine.

All of it belongs to whoever starts it, lives in one folder, listens on free ports and ends with stop(): it neither
needs nor touches a Slurm that is installed, and needs neither root nor systemd nor control groups.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time

DAEMONS = ("munged", "slurmctld", "slurmd")
COMMANDS = ("setpriv", "sbatch", "squeue", "sinfo", "scontrol", "scancel")
LIMIT = 240  # seconds until the nodes must be there

# Requeued jobs and dependencies are looked at every second; nothing here waits for the network or an accountant.
CONF = """
ClusterName=lutdse
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller_port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={folder}/munge.socket
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd-%n.pid
SlurmctldSyslogDebug=quiet
SlurmdSyslogDebug=quiet
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
SchedulerType=sched/builtin
SchedulerParameters=sched_interval=1,batch_sched_delay=0
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
JobRequeue=1
KillWait=30
InactiveLimit=0
MinJobAge=3600
ReturnToService=2
SlurmctldTimeout=30
SlurmdTimeout=30
GresTypes=gpu
{nodes}
PartitionName=batch Nodes=ALL Default=YES MaxTime=1:00:00 PriorityTier=1
PartitionName=urgent Nodes=ALL MaxTime=1:00:00 PriorityTier=10
"""


def missing():
    """What is not installed, or an empty list."""
    return [name for name in DAEMONS + COMMANDS if find(name) is None]


def find(name):
    return shutil.which(name, path=os.environ.get("PATH", os.defpath) + ":/usr/sbin:/usr/local/sbin")


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


class PrivateSlurm:
    """The cluster has two nodes, of one processor and one make-believe GPU each, a partition `batch`, and a partition
    `urgent` whose jobs requeue those of the other."""

    nodes = ("one", "two")

    def __init__(self, folder):
        self.folder = folder
        self.user = pwd.getpwuid(os.getuid()).pw_name
        self.processes = []
        self.environment = {**os.environ, "SLURM_CONF": os.path.join(folder, "slurm.conf")}
        for name in [name for name in self.environment if name.startswith(("SLURM_", "SBATCH_")) and name != "SLURM_CONF"]:
            del self.environment[name]  # the tests themselves may run as a job

    def start(self):
        """Start everything and wait until both nodes take jobs. Raises RuntimeError, with the ends of the logs."""
        self.configure()
        self.spawn("munged", "--foreground", "--force", *(f"--{kind}={self.folder}/munge.{end}" for kind, end in (
            ("socket", "socket"), ("key-file", "key"), ("pid-file", "pid"), ("seed-file", "seed"))))
        self.wait(lambda: os.path.exists(os.path.join(self.folder, "munge.socket")))
        self.spawn("slurmctld", "-D")
        for node in self.nodes:
            self.spawn("slurmd", "-D", "-N", node)
        self.wait(lambda: self.output("sinfo", "-h", "-p", "batch", "-o", "%T %D", check=False) == "idle 2")

    def configure(self):
        host = socket.gethostname().split(".")[0]
        ports = free_ports(1 + len(self.nodes))
        nodes = "\n".join(f"NodeName={node} NodeHostname={host} NodeAddr=127.0.0.1 Port={port} CPUs=1 Gres=gpu:1 State=UNKNOWN"
                          for node, port in zip(self.nodes, ports[1:]))
        self.write("slurm.conf", CONF.format(folder=self.folder, host=host, user=self.user, nodes=nodes,
                                             controller_port=ports[0]))
        self.write("gres.conf", "AutoDetect=off\nName=gpu File=/dev/null\n")
        self.write("munge.key", os.urandom(128))
        os.chmod(os.path.join(self.folder, "munge.key"), 0o400)
        for name in ("state", *(f"spool-{node}" for node in self.nodes)):
            os.mkdir(os.path.join(self.folder, name), 0o755)

    def write(self, name, content):
        with open(os.path.join(self.folder, name), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())

    def spawn(self, name, *arguments):
        log = os.path.join(self.folder, f"{name}-{len(self.processes)}.out")
        with open(log, "wb") as file:
            self.processes.append(subprocess.Popen(["setpriv", "--pdeathsig", "TERM", find(name), *arguments], stdin=subprocess.DEVNULL, stdout=file,
                                                   stderr=file, env=self.environment, start_new_session=True))

    def wait(self, condition):
        """Wait while the daemons start."""
        self.poll(lambda: condition() or any(process.poll() is not None for process in self.processes), LIMIT)
        if not condition():
            raise RuntimeError(f"the private Slurm does not start:\n{self.logs()}")

    @staticmethod
    def poll(condition, seconds):
        limit = time.monotonic() + seconds
        while not condition() and time.monotonic() < limit:
            time.sleep(0.1)

    def logs(self):
        """The last lines of every log."""
        texts = []
        for name in sorted(os.listdir(self.folder)):
            if name.endswith(".out"):
                with open(os.path.join(self.folder, name), encoding="utf-8", errors="replace") as file:
                    texts.append(f"--- {name}\n{''.join(file.readlines()[-30:])}")
        return "".join(texts)

    def output(self, *command, check=True):
        """What one of Slurm's commands prints, without the line's end."""
        result = subprocess.run([find(command[0]), *command[1:]], env=self.environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False, timeout=LIMIT)
        if check and result.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}: {result.stderr}\n{self.logs()}")
        return result.stdout.strip()

    def stop(self):
        """End every job, then every daemon; what does not end is killed. May be called at any time."""
        if self.processes and self.processes[-1].poll() is None:
            self.output("scancel", "--user", self.user, check=False)
            self.poll(lambda: self.output("squeue", "-h", check=False) == "", 15)
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes = []
        for pid in self.strays():
            os.kill(pid, signal.SIGKILL)

    def strays(self):
        """Processes that the daemons left behind: those that carry this cluster's configuration."""
        mark = f"SLURM_CONF={self.environment['SLURM_CONF']}".encode()
        found = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/environ", "rb") as file:
                    if mark in file.read().split(b"\0"):
                        found.append(int(pid))
            except OSError:
                pass  # another user's, or it has ended
        return found
