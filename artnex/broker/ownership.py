"""Who holds messages: one owner for each consuming channel, kept alive by its process, cleaned up after it."""

import logging
import os
import sqlite3
import threading
import time
import weakref
from uuid import uuid4

from artnex.broker.database import Database
from artnex.broker.processes import is_gone, own_birth

LEASE_SECONDS = 60.0
log = logging.getLogger("artnex.broker")


class Owner:
    """The right of one channel to hold messages and to have queues of its own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.name = uuid4().hex
        self.pid = os.getpid()
        values = (self.name, self.pid, own_birth(), time.time() + LEASE_SECONDS)
        database.run("INSERT INTO owners(owner, pid, birth, lease_until) VALUES(?, ?, ?, ?)", values)
        _renewer.add(self)

    @property
    def is_inherited(self) -> bool:
        """True in a child that was forked after the owner was made: there it is the parent's, not ours."""
        return self.pid != os.getpid()

    def renew(self) -> None:
        """Say that the owner lives."""
        values = (time.time() + LEASE_SECONDS, self.name)
        self.database.run("UPDATE owners SET lease_until = ? WHERE owner = ?", values)

    def end(self) -> None:
        """Give back every held message and remove the queues that exist for this owner alone."""
        if self.is_inherited:
            return
        _renewer.discard(self)
        with self.database.transaction():
            forget_owner(self.database, self.name)


def forget_owner(database: Database, name: str) -> None:
    """Inside a transaction: messages back to their queues, own queues away with all they hold."""
    own_queues = "(SELECT name FROM queues WHERE owner = ?)"
    database.run(f"DELETE FROM messages WHERE queue IN {own_queues}", (name,))  # noqa: S608 - a constant
    database.run(f"DELETE FROM bindings WHERE queue IN {own_queues}", (name,))  # noqa: S608
    database.run("DELETE FROM queues WHERE owner = ?", (name,))
    database.run("UPDATE messages SET owner = NULL WHERE owner = ?", (name,))
    database.run("DELETE FROM owners WHERE owner = ?", (name,))


def clean_up_after_the_dead(database: Database) -> bool:
    """Free what is held by processes that ended or stopped renewing; True when there were any."""
    now = time.time()
    owners = database.run("SELECT owner, pid, birth, lease_until FROM owners")
    dead = [name for name, pid, birth, lease_until in owners if lease_until < now or is_gone(pid, birth)]
    if not dead:
        return False
    with database.transaction():
        for name in dead:
            forget_owner(database, name)
    return True


class Renewer:
    """A thread that says for all owners of this process, now and then, that they live."""

    def __init__(self) -> None:
        # Weak: the owner of a channel that was dropped without being closed is renewed no more.
        self._owners: weakref.WeakSet[Owner] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def add(self, owner: Owner) -> None:
        with self._lock:
            self._owners.add(owner)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="broker-lease", daemon=True)
                self._thread.start()

    def discard(self, owner: Owner) -> None:
        with self._lock:
            self._owners.discard(owner)

    def _work(self) -> None:
        while True:
            time.sleep(LEASE_SECONDS / 4)
            self._renew_all()

    def _renew_all(self) -> None:
        with self._lock:
            owners = list(self._owners)
        for owner in owners:
            try:
                owner.renew()
            except sqlite3.Error as problem:
                log.warning("queue lease not renewed: %s", problem)  # the next round tries again


_renewer = Renewer()


def _start_anew() -> None:
    """In a forked child: the parent's owners are renewed by the parent, and its thread does not exist here."""
    global _renewer  # noqa: PLW0603 - one for the process
    _renewer = Renewer()


os.register_at_fork(after_in_child=_start_anew)
