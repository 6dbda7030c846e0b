const headerBytes = 12;
const addressRecord = 1;
const internetClass = 1;
const noSuchName = 3;
const ttlSeconds = 5;

/**
 * Answers one question for a name's address, as RFC 1035 lays messages out; a name that has none does not exist, and of
 * other records, such as IPv6 addresses, there are none. Undefined for what is no such question.
 */
export function answerName(
  question: Buffer,
  addressOf: (name: string) => string | undefined,
): Buffer | undefined {
  if (question.length < headerBytes || question.readUInt16BE(4) !== 1) return undefined;
  const labels: string[] = [];
  let at = headerBytes;
  for (;;) {
    const length = question[at];
    if (length === undefined || length > 63) return undefined;
    at += 1;
    if (length === 0) break;
    labels.push(question.toString("latin1", at, at + length));
    at += length;
  }
  if (at + 4 > question.length) return undefined;
  const kind = question.readUInt16BE(at);
  const address = addressOf(labels.join(".").toLowerCase());
  const answers = address !== undefined && kind === addressRecord ? [recordOf(address)] : [];
  const header = Buffer.alloc(headerBytes);
  question.copy(header, 0, 0, 2);
  // An answer, by an authority.
  header.writeUInt16BE(0x8400 | (address === undefined ? noSuchName : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  return Buffer.concat([header, question.subarray(headerBytes, at + 4), ...answers]);
}

/** For the name that was asked for. */
function recordOf(address: string): Buffer {
  const record = Buffer.alloc(16);
  record.writeUInt16BE(0xc000 | headerBytes, 0);
  record.writeUInt16BE(addressRecord, 2);
  record.writeUInt16BE(internetClass, 4);
  record.writeUInt32BE(ttlSeconds, 6);
  record.writeUInt16BE(4, 10);
  Buffer.from(address.split(".").map(Number)).copy(record, 12);
  return record;
}
