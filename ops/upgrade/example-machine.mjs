// Loaded before a program that is recorded: its database names no machine and no account of whoever records it.
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

const { userInfo } = os;
os.hostname = () => 'example-host';
os.userInfo = (options) => ({ ...userInfo(options), username: 'operator' });
syncBuiltinESMExports();
