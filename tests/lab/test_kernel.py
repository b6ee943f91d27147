"""A real kernel without a browser: what it sends by itself, and what a server lets through to it."""

import asyncio
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel
from tornado.websocket import websocket_connect

from tests.conftest import ROOT
from tests.hosts import LabServer
from tests.workbook.learner import PASSPHRASE, SECRET

OPEN = f"""
from lessonkit import activity, open_lesson
from lessonkit.workbook import desk as module
box = open_lesson({str(ROOT / "notebooks/banks/04-why-we-push-love-away.yml")!r}).activity("reflect-fiction")
def say(**message):
    box._handle_custom_msg(message, [])
say(type="recall")
"""


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BlockingKernelClient]:
    monkeypatch.setenv("LESSONKIT_WORKBOOK", str(tmp_path / "workbook.sqlite3"))
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(tmp_path))
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def told(kernel: BlockingKernelClient, kind: str, within: float = 30) -> dict[str, Any]:
    """The next message of that type to the front end. Nothing may be printed, and nothing may fail, meanwhile."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        message = kernel.get_iopub_msg(timeout=within)
        assert message["msg_type"] not in ("error", "stream"), message["content"]
        sent = message["content"].get("data", {}).get("content") if message["msg_type"] == "comm_msg" else None
        if sent and sent["type"] == kind:
            return dict(sent)
    raise TimeoutError(kind)


def test_a_kernel_that_nobody_talks_to_locks_itself_and_says_so(kernel: BlockingKernelClient) -> None:
    wish = {"do": "settle", "results": "locked", "writing": "locked", "passphrase": PASSPHRASE, "idle": 1}
    kernel.execute(f"{OPEN}\nmodule.LONGEST_NAP = 0.2\nsay(type='ask', number=1, wish={wish})")
    assert told(kernel, "told")["reply"]["unlocked"]
    kernel.execute("now = module.time.monotonic\nmodule.time.monotonic = lambda: now() + 61")
    assert told(kernel, "settings")["settings"]["unlocked"] is False


def test_half_an_emoji_is_kept_and_shown_as_a_mark(kernel: BlockingKernelClient) -> None:
    kernel.execute(f"{OPEN}\nsay(type='keep', number=1, response={{'write': 'half \\ud83d'}}, base='')")
    assert told(kernel, "kept")["where"] == "open"
    kernel.execute("say(type='recall')")
    assert told(kernel, "recalled")["entry"]["response"] == {"write": "half \ufffd"}


def test_what_fails_in_a_kernel_is_said_to_the_learner_and_printed_nowhere(kernel: BlockingKernelClient) -> None:
    kernel.execute(f"{OPEN}\nactivity.desk().keeper.keep = lambda *_: 1 / 0")
    kernel.execute(f"say(type='keep', number=1, response={SECRET!r}, base='')")
    why = told(kernel, "lost")["why"]
    assert "ZeroDivisionError" in why and SECRET not in why


def test_a_server_lets_a_large_workbook_file_through(lab_server: LabServer) -> None:
    """It takes no more than 10 MB in one message, unless ``lab/`` says otherwise."""
    started = lab_server.ask("POST", "/api/kernels")
    address = f"{lab_server.origin.replace('http', 'ws')}/api/kernels/{started['id']}/channels"
    content = {"code": f"len({'x' * 12_000_000!r})", "silent": False, "store_history": False}
    header = {
        "msg_id": "1",
        "msg_type": "execute_request",
        "session": "s",
        "username": "",
        "version": "5.3",
        "date": "",
    }
    request = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}

    async def answer() -> str:
        socket = await websocket_connect(address, max_message_size=2**27)
        await socket.write_message(json.dumps(request))
        while message := await asyncio.wait_for(socket.read_message(), 60):
            if isinstance(message, str) and json.loads(message)["msg_type"] == "execute_result":
                return str(json.loads(message)["content"]["data"]["text/plain"])
        return "the server closed the connection"

    with ThreadPoolExecutor() as other:  # this thread's loop is the browser's
        assert other.submit(asyncio.run, answer()).result() == "12000000"
    lab_server.ask("DELETE", f"/api/kernels/{started['id']}")
