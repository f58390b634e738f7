"""How long an event takes to reach sockets, and what idle connections cost.

    python bench/live.py --port 8000 --email marketer@saegyeol.example --password … --brand 1 --connections 1000

Against a running `bin/run` with LIVE_CONNECTIONS_PER_PERSON high enough. Memory is that of the live process (`--pid`).
"""

import argparse
import asyncio
import json
import statistics
import time
import urllib.request
from pathlib import Path

from websockets.asyncio.client import connect

AT_ONCE = 20


def call(port: int, method: str, path: str, body: dict, token: str = "") -> dict:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    address = f"http://127.0.0.1:{port}/api/v1/{path}"
    request = urllib.request.Request(address, method=method, data=json.dumps(body).encode(), headers=headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["data"]


def memory_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


async def heard(socket, name: str) -> float:
    while True:
        message = json.loads(await socket.recv())
        if message.get("name") == name:
            return time.perf_counter()


async def open_one(port: int, token: str, brand: int, gate: asyncio.Semaphore):
    async with gate:
        socket = await connect(f"ws://127.0.0.1:{port}/ws", compression=None, ping_interval=None, open_timeout=30)
        await socket.send(json.dumps({"type": "auth", "token": token}))
        await socket.send(json.dumps({"type": "subscribe", "brand_id": brand}))
        while json.loads(await socket.recv())["type"] != "presence":
            pass
        return socket


async def measure(options: argparse.Namespace) -> None:
    person = {"email": options.email, "password": options.password}
    token = call(options.port, "POST", "auth/login", person)["access_token"]
    before = memory_kb(options.pid) if options.pid else 0
    gate = asyncio.Semaphore(AT_ONCE)
    began = time.perf_counter()
    sockets = await asyncio.gather(
        *(open_one(options.port, token, options.brand, gate) for _ in range(options.connections))
    )
    print(f"{len(sockets)} connections opened in {time.perf_counter() - began:.1f} s")
    if options.pid:
        after = memory_kb(options.pid)
        print(f"live process: {before / 1024:.0f} MB before, {after / 1024:.0f} MB after")
        print(f"{(after - before) / len(sockets):.1f} kB a connection")
    first, last = [], []
    for number in range(options.events):
        waiting = [asyncio.create_task(heard(socket, "brand.updated")) for socket in sockets]
        await asyncio.to_thread(
            call, options.port, "PATCH", f"brands/{options.brand}", {"slogan": f"{number} {time.time()}"}, token
        )
        answered = time.perf_counter()
        times = await asyncio.gather(*waiting)
        first.append((min(times) - answered) * 1000)
        last.append((max(times) - answered) * 1000)
        await asyncio.sleep(0.3)
    for name, values in (("first socket", first), ("last socket", last)):
        ordered = sorted(values)
        print(f"{name}: {statistics.median(ordered):.0f} ms median, {ordered[-1]:.0f} ms worst, after the answer")
    await asyncio.gather(*(socket.close() for socket in sockets))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--email", required=True)
    parser.add_argument("--password", required=True)
    parser.add_argument("--brand", type=int, default=1)
    parser.add_argument("--connections", type=int, default=1000)
    parser.add_argument("--events", type=int, default=20)
    parser.add_argument("--pid", type=int, default=0, help="the live process")
    asyncio.run(measure(parser.parse_args()))
