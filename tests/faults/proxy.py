# SPDX-License-Identifier: MIT
"""A bad network: a TCP proxy in front of each node that delays, cuts and swallows.

    proxy = Proxy([(outer, inner), ...])     listen on `outer`, forward to `inner`, both on loopback
    proxy.delay = 0.5                        seconds that bytes travel, each way
    proxy.cut()                              close all connections, refuse new ones
    proxy.hold()                             forward nothing, lose nothing: bytes arrive late
    proxy.mend()                             all is well again
"""
import asyncio
import threading


class Proxy:
    CHUNK = 1 << 16

    def __init__(self, ports):
        self.delay = 0.0
        self.is_cut = False
        self.flowing = None
        self.writers = set()
        self.servers = []
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run, args=(ports,), daemon=True)
        self.ready = threading.Event()
        self.thread.start()
        self.ready.wait()

    # --- for the test's thread

    def cut(self):
        self._call(self._cut)

    def hold(self):
        self._call(self.flowing.clear)

    def mend(self):
        self._call(self._mend)

    def close(self):
        self._call(self._close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    def _call(self, function):
        done = threading.Event()
        self.loop.call_soon_threadsafe(lambda: (function(), done.set()))
        done.wait()

    # --- in the proxy's own thread

    def _run(self, ports):
        asyncio.set_event_loop(self.loop)
        self.flowing = asyncio.Event()
        self.flowing.set()
        for outer, inner in ports:
            self.servers.append(self.loop.run_until_complete(asyncio.start_server(
                lambda r, w, inner=inner: self._serve(r, w, inner), "127.0.0.1", outer)))
        self.ready.set()
        self.loop.run_forever()

    def _cut(self):
        self.is_cut = True
        for writer in self.writers:
            writer.transport.abort()

    def _close(self):
        self._cut()
        for server in self.servers:
            server.close()

    def _mend(self):
        self.is_cut = False
        self.flowing.set()

    async def _serve(self, reader, writer, inner):
        if self.is_cut:
            writer.transport.abort()
            return
        try:
            there, back = await asyncio.open_connection("127.0.0.1", inner)
        except OSError:
            writer.transport.abort()
            return
        self.writers |= {writer, back}
        await asyncio.gather(self._pump(reader, back), self._pump(there, writer))
        self.writers -= {writer, back}

    async def _pump(self, reader, writer):
        """Each chunk leaves when its time has come, in order: a reader and a sender."""
        queue = asyncio.Queue(maxsize=256)
        sender = asyncio.ensure_future(self._send(queue, writer))
        try:
            while chunk := await reader.read(self.CHUNK):
                await queue.put((self.loop.time() + self.delay, chunk))
        except OSError:
            pass
        await queue.put((0, b""))
        await sender

    async def _send(self, queue, writer):
        while True:
            due, chunk = await queue.get()
            if not chunk:
                break
            await asyncio.sleep(max(0, due - self.loop.time()))
            await self.flowing.wait()
            try:
                writer.write(chunk)
                await writer.drain()
            except OSError:
                break
        writer.close()
        while chunk:  # the other end is gone; let the reader come to its end
            _, chunk = await queue.get()
