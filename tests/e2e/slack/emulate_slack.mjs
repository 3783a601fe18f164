// npm's emulate as a Slack Web API on 127.0.0.1: node emulate_slack.mjs PATH/TO/dist/api.js SEED
// Prints the port that it got, and ends when its standard input does.
import net from "node:net";
import { pathToFileURL } from "node:url";

const listen = net.Server.prototype.listen;
// It would listen on every interface, and has no setting for that.
net.Server.prototype.listen = function (...args) {
  const listening = args.find((one) => typeof one === "function");
  this.once("listening", () => console.log(this.address().port));
  return listen.call(this, { port: 0, host: "127.0.0.1" }, listening);
};

process.stdin.on("end", () => process.exit(0)).resume();
const { createEmulator } = await import(pathToFileURL(process.argv[2]).href);
await createEmulator({ service: "slack", port: 0, seed: JSON.parse(process.argv[3]) });
