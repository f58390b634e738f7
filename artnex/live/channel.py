"""The way from web servers to the live process of the same machine: connections go over, and a bell rings.

The launcher opens it before it forks, so no file and no port is needed, and what is handed over while the live process
starts anew waits for it. A WebSocket thus arrives at the address of the site, and no thread of the web server holds it.
"""

import os
import socket
from dataclasses import dataclass

LONGEST_REQUEST = 64 * 1024
PATIENCE_SECONDS = 1.0  # how long a web thread waits when many connections go over at the same moment


@dataclass(frozen=True, slots=True)
class Channel:
    """Both ends; the launcher keeps them too, for the live process that comes after one that died."""

    sender: socket.socket
    receiver: socket.socket
    bell_push: int
    bell: int

    def hand_over(self, connection: socket.socket, request: bytes) -> bool:
        """Give an accepted connection away, with the request read from it; False when nobody takes it.

        Afterwards `connection` leads nowhere: whatever the web server still writes to it, shuts down or closes does not
        reach the caller, whose connection lives on in the other process.
        """
        try:
            socket.send_fds(self.sender, [request], [connection.fileno()])
        except OSError:  # full for longer than we wait, or a request too large
            return False
        nowhere, end = socket.socketpair()
        end.close()
        os.dup2(nowhere.fileno(), connection.fileno(), inheritable=False)
        nowhere.close()
        return True

    def take(self) -> tuple[socket.socket, bytes] | None:
        """The next connection that came over; None when there is none."""
        try:
            request, files, _flags, _address = socket.recv_fds(self.receiver, LONGEST_REQUEST, 1)
        except BlockingIOError:
            return None
        return (socket.socket(fileno=files[0]), request) if files else None

    def ring(self) -> None:
        """Tell the live process to look for news now."""
        try:
            os.write(self.bell_push, b"!")
        except BlockingIOError:
            return  # it has been told often enough

    def hear(self) -> None:
        """Forget the rings so far."""
        try:
            os.read(self.bell, 65_536)
        except BlockingIOError:
            return


class _Open:
    channel: Channel | None = None


def open_channel() -> Channel:
    """Called by the launcher before it starts anything."""
    sender, receiver = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    sender.settimeout(PATIENCE_SECONDS)
    receiver.setblocking(False)
    bell, bell_push = os.pipe()
    os.set_blocking(bell, False)
    os.set_blocking(bell_push, False)
    _Open.channel = Channel(sender, receiver, bell_push, bell)
    return _Open.channel


def channel() -> Channel | None:
    """The channel of this machine; None in a process that was not started by the launcher."""
    return _Open.channel
