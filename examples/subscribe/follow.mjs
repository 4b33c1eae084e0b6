// SPDX-License-Identifier: MIT
// follow.mjs - the events that hold, kept in memory, and each change of them told in a line.
//
//     node follow.mjs [BROKERS [EVENTS [DEAD-LETTERS]]]
//
// Everything is read again at each start, by a group of its own: what is only in memory must not be
// taken for read. Needs kafkajs and fzstd (`npm install` in this folder).
import { randomUUID } from "node:crypto";
import { decompress } from "fzstd";
import kafkajs from "kafkajs";

const { CompressionCodecs, CompressionTypes, Kafka, logLevel } = kafkajs;
const SCHEMA = "disputewire/dispute-event/1";
const [brokers = "localhost:9092", events = "news.dispute-events",
       deadLetters = "news.articles.dead-letter"] = process.argv.slice(2);

// Results are compressed with zstd, which kafkajs leaves to others. We only read.
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
    decompress: async (bytes) => Buffer.from(decompress(bytes)),
});

const standing = new Map(); // by ce_id

// Of several headers with one name the last is that of the program that wrote the record.
function header(message, name) {
    return [message.headers[name]].flat().at(-1).toString();
}

// Of the records with one ce_id the last counts; one that is retracted takes it back.
function apply(message) {
    const value = JSON.parse(message.value);
    if (value.schema !== SCHEMA) throw new Error(`schema ${value.schema}, not ${SCHEMA}`);
    const id = header(message, "ce_id");
    const known = standing.delete(id);
    if (!value.retracted) standing.set(id, value);
    const what = value.retracted ? "retracted" : known ? "told again" : "told";
    return [what, id, message.key, value.event.type, value.article.id, value.article.version];
}

function describeDeadLetter(message) {
    const names = ["topic", "partition", "offset", "message"];
    return ["dead letter", ...names.map((name) => header(message, `__streams.errors.${name}`)),
            header(message, "disputewire.errors.code")];
}

const kafka = new Kafka({ brokers: brokers.split(","), logLevel: logLevel.WARN });
const consumer = kafka.consumer({
    groupId: `follow-${randomUUID()}`,
    readUncommitted: false, // nothing of transactions that were given up
});

for (const signal of ["SIGINT", "SIGTERM"])
    process.once(signal, () => consumer.disconnect().then(() => process.exit(0)));

// What cannot be read will not be readable next time: to stop is better than to try or to guess.
function fail(error) {
    console.error(`follow.mjs: ${error.message}`);
    process.exit(1);
}

await consumer.connect();
await consumer.subscribe({ topics: [events, deadLetters], fromBeginning: true });
await consumer.run({
    autoCommit: false,
    eachMessage: async ({ topic, message }) => {
        try {
            const row = topic === deadLetters ? describeDeadLetter(message) : apply(message);
            console.log(row.join("\t"));
        } catch (error) {
            fail(error);
        }
    },
});
