"""Database work of the live process: in threads, so that the loop that serves all connections never waits for it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, connection

Result = TypeVar("Result")
THREADS = 4
DATABASE_TROUBLE = (OperationalError, InterfaceError)
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="live-database")


async def in_thread(question: Callable[..., Result], *args: Any, **options: Any) -> Result:
    """`question(...)` answered in a thread. A connection that broke is thrown away; the error goes to the caller."""
    return await asyncio.get_running_loop().run_in_executor(_pool, _ask, question, args, options)


def _ask(question: Callable[..., Result], args: tuple[Any, ...], options: dict[str, Any]) -> Result:
    try:
        return question(*args, **options)
    except DATABASE_TROUBLE:
        connection.close()
        raise
