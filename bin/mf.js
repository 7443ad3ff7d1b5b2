#!/usr/bin/env node
import { main } from "../dist/mf.js";

await main();
