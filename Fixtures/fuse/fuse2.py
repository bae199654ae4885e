#!/usr/bin/python3
"""Shows a folder at another path by a file system of FUSE 2, as sshfs, NTFS-3G and many appliances still have it.

    fuse2.py FOLDER PATH

Such a file system is told of times only when both of a file are set at once. It ends with its mount.
"""

import os
import sys

import fuse

fuse.fuse_python_api = (0, 2)
root = sys.argv[1]


class Passing(fuse.Fuse):
    """Passes on what an extraction asks for."""

    def getattr(self, path):
        return os.lstat(root + path)

    def readlink(self, path):
        return os.readlink(root + path)

    def readdir(self, path, offset):
        for name in [".", ".."] + os.listdir(root + path):
            yield fuse.Direntry(name)

    def unlink(self, path):
        os.unlink(root + path)

    def rmdir(self, path):
        os.rmdir(root + path)

    def symlink(self, target, path):
        os.symlink(target, root + path)

    def link(self, path, other):
        os.link(root + path, root + other)

    def rename(self, path, other):
        os.rename(root + path, root + other)

    def mkdir(self, path, mode):
        os.mkdir(root + path, mode)

    def mknod(self, path, mode, device):
        os.mknod(root + path, mode, device)

    def chmod(self, path, mode):
        os.chmod(root + path, mode)

    def chown(self, path, user, group):
        os.lchown(root + path, user, group)

    def truncate(self, path, size):
        os.truncate(root + path, size)

    def utimens(self, path, accessed, modified):
        nanoseconds = [time.tv_sec * 10**9 + time.tv_nsec for time in (accessed, modified)]
        os.utime(root + path, ns=tuple(nanoseconds), follow_symlinks=False)

    def open(self, path, flags):
        # A number would be an error to the library.
        return (os.open(root + path, flags & ~os.O_NOFOLLOW),)

    def read(self, path, size, offset, file):
        return os.pread(file[0], size, offset)

    def write(self, path, data, offset, file):
        return os.pwrite(file[0], data, offset)

    def release(self, path, flags, file):
        os.close(file[0])

    def fsync(self, path, only_data, file):
        os.fsync(file[0])

    def statfs(self):
        return os.statvfs(root)


server = Passing(dash_s_do="setsingle")
server.parse(["fuse2.py", sys.argv[2], "-f", "-s"])
server.main()
