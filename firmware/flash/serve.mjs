// Serves a folder on this computer alone, until it is stopped:  node serve.mjs FOLDER PORT   (0 takes a free port)
import { context } from 'esbuild';

const [servedir, port] = process.argv.slice(2);
const server = await context({});
try {
  const taken = await server.serve({ servedir, host: '127.0.0.1', port: Number(port) });
  console.log(`http://localhost:${taken.port}`);
} catch (error) {
  console.error(`The page cannot be served on port ${port}: ${error.message}`);
  process.exit(1);
}
