#!/usr/bin/env python3
"""Opens a page in headless Chromium without a network, and says what it did and how it looks.

    look.py PAGE [--shot NAME=WIDTH:light|dark|print[:HEIGHT]=FILE]... [--pdf FILE]

For each shot it writes a PNG of the whole page, or of its top HEIGHT pixels, and measures it. On standard output
it prints one JSON document:

    requests    every address that the page asked for beyond its own
    messages    what went to the console, and what the browser complained of
    shots       by NAME: the width of the page and of the window, what is cut off at its own box, the lowest contrast
                of any text, and that text

It speaks the DevTools protocol over two pipes and needs nothing but Python and Chromium.
"""

import argparse
import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

# The lowest contrast, by WCAG 2.2, of any text that is shown against what is behind it.
CONTRAST = """
(() => {
  const channel = (value) => value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  const light = ([r, g, b]) => 0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
  const parts = (text) => { const all = text.match(/[0-9.]+/g).map(Number); return all.length < 4 ? [...all, 1] : all; };
  const over = (top, below) => top.slice(0, 3).map((value, at) => value * top[3] + below[at] * (1 - top[3]));
  const behind = (element) => {
    const colors = [];
    for (let at = element; at; at = at.parentElement) colors.push(parts(getComputedStyle(at).backgroundColor));
    return colors.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
  };
  let worst = { contrast: 99, text: "", selector: "" };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const color = parts(getComputedStyle(element).color);
    const box = element.getBoundingClientRect();
    if (!node.data.trim() || color[3] === 0 || box.width <= 1 || element.closest(".hidden")) continue;
    const back = behind(element);
    const [a, b] = [light(over(color, back)), light(back)].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < worst.contrast)
      worst = { contrast, text: node.data.trim(), selector: element.tagName + "." + element.className };
  }
  return worst;
})()
"""

# What is wider than the box that shows it.
CLIPPED = """
[...document.body.querySelectorAll("*")].filter((element) =>
  !element.closest(".hidden") && element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1
    && getComputedStyle(element).display !== "inline")
  .map((element) => `${element.tagName}.${element.className} ${element.scrollWidth} > ${element.clientWidth}`)
"""


class Browser:
    """One Chromium that lives as long as its two pipes."""

    def __init__(self, folder):
        program = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
        if not program:
            sys.exit("there is no chromium; on Debian: apt-get install chromium")
        to_browser, self.sender = os.pipe()
        self.receiver, from_browser = os.pipe()
        command = [
            program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
            "--disable-background-networking", "--disable-component-update", "--no-first-run",
            "--force-color-profile=srgb", "--font-render-hinting=none",
            "--remote-debugging-pipe", f"--user-data-dir={folder}", "about:blank",
        ]
        # A network of its own, in which nothing is; only root may make one.
        if os.geteuid() == 0:
            command = ["unshare", "--net", "--"] + command

        def place():
            # The browser reads commands from 3 and answers on 4; both ends are moved out of the way first.
            high = [os.dup(to_browser), os.dup(from_browser)]
            high = [os.dup(end) if end in (3, 4) else end for end in high]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.process = subprocess.Popen(
            command, preexec_fn=place, close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env={**os.environ, "HOME": folder, "DBUS_SESSION_BUS_ADDRESS": "disabled:"})
        os.close(to_browser)
        os.close(from_browser)
        self.pending = b""
        self.number = 0
        self.events = []
        self.session = None

    def receive(self):
        while b"\0" not in self.pending:
            piece = os.read(self.receiver, 1 << 20)
            if not piece:
                sys.exit(f"chromium has gone, with status {self.process.wait()}")
            self.pending += piece
        message, self.pending = self.pending.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        rest = json.dumps(message).encode() + b"\0"
        while rest:
            rest = rest[os.write(self.sender, rest):]
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, method):
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.receive())

    def evaluate(self, expression):
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def attach(self):
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ["Page", "Network", "Runtime", "Log", "Audits"]:
            self.call(f"{domain}.enable")

    def close(self):
        self.session = None
        try:
            self.call("Browser.close")
        except SystemExit:
            pass
        self.process.wait()


def shoot(browser, text):
    """Takes one picture of the page and measures it."""
    name, form, path = text.split("=", 2)
    width, scheme, *height = form.split(":")
    browser.call(
        "Emulation.setDeviceMetricsOverride", width=int(width), height=int(height[0]) if height else 900,
        deviceScaleFactor=1, mobile=False)
    browser.call(
        "Emulation.setEmulatedMedia", media="print" if scheme == "print" else "screen",
        features=[{"name": "prefers-color-scheme", "value": "light" if scheme == "print" else scheme}])
    measured = {
        "window": int(width),
        "page": browser.evaluate("document.documentElement.scrollWidth"),
        "clipped": browser.evaluate(CLIPPED),
        "background": browser.evaluate("getComputedStyle(document.body).backgroundColor"),
        **browser.evaluate(CONTRAST),
    }
    picture = browser.call("Page.captureScreenshot", format="png", captureBeyondViewport=not height)
    pathlib.Path(path).write_bytes(base64.b64decode(picture["data"]))
    return name, measured


def spoken(event):
    """The words of an event that no page should cause; None for all others."""
    parameters = event.get("params", {})
    match event.get("method"):
        case "Runtime.consoleAPICalled":
            return " ".join(str(value.get("value")) for value in parameters["args"])
        case "Runtime.exceptionThrown":
            return parameters["exceptionDetails"]["text"]
        case "Log.entryAdded":
            return parameters["entry"]["text"]
        case "Audits.issueAdded":
            return parameters["issue"]["code"]
    return None


def main():
    options = argparse.ArgumentParser()
    options.add_argument("page")
    options.add_argument("--shot", action="append", default=[])
    options.add_argument("--pdf")
    chosen = options.parse_args()
    address = pathlib.Path(chosen.page).resolve().as_uri()
    with tempfile.TemporaryDirectory(prefix="vya-browser-") as folder:
        browser = Browser(folder)
        try:
            browser.attach()
            browser.call("Page.navigate", url=address)
            browser.wait("Page.loadEventFired")
            shots = dict(shoot(browser, shot) for shot in chosen.shot)
            title = browser.evaluate("document.title")
            if chosen.pdf:
                pdf = browser.call("Page.printToPDF", printBackground=False, preferCSSPageSize=True)
                pathlib.Path(chosen.pdf).write_bytes(base64.b64decode(pdf["data"]))
        finally:
            browser.close()
    requests = [
        event["params"]["request"]["url"] for event in browser.events
        if event.get("method") == "Network.requestWillBeSent"]
    print(json.dumps({
        "title": title,
        "requests": [url for url in requests if url != address and not url.startswith("data:")],
        "loaded": requests.count(address),
        "messages": [words for words in map(spoken, browser.events) if words],
        "shots": shots,
    }, ensure_ascii=False, indent=2))


main()
