/**
 * Changes, written so that they compress well (rule Q2). Changes of one kind mostly have the same fields: such a shape is
 * written once, and each change is the number of its shape and its values. Unpacking returns the packed bytes exactly.
 */
import { Growing, Reading } from './bytes';
import { any, isUuid, leaf, packNumber, packUuid, unpackNumber, unpackUuid } from './leaves';

/** Changes are nested less deep (rule C3). */
const DEEPEST = 24;

/** Packs one change after the other. */
export class Packer {
  readonly #to: Growing;
  readonly #shapes = new Map<string, number>();
  readonly #shape = new Growing();
  readonly #values = new Growing();
  readonly #proof: Unpacker;
  #from = new Reading(new Uint8Array());
  /** the beginning of the bytes that go into the shape as they are */
  #literal = 0;

  constructor(to: Growing) {
    this.#to = to;
    this.#proof = new Unpacker();
  }

  add(body: Uint8Array): void {
    if (!this.#packs(body)) this.#asIs(body);
    const key = String.fromCharCode(...this.#shape.view());
    const known = this.#shapes.get(key) ?? this.#shapes.size;
    this.#to.number(known);
    if (known === this.#shapes.size) {
      this.#shapes.set(key, known);
      this.#to.number(this.#shape.length);
      this.#to.span(this.#shape.view());
    }
    this.#to.span(this.#values.view());
  }

  /** False for bytes that would not come out as they went in, such as numbers written longer than need be. */
  #packs(body: Uint8Array): boolean {
    this.#begin(body);
    try {
      this.#value(0);
      if (!this.#from.isOver) return false;
      this.#leaf(leaf.end, this.#from.at);
      const unpacked = this.#proof.with(this.#shape.view(), new Reading(this.#values.view()));
      return unpacked.length === body.length && unpacked.every((byte, at) => byte === body[at]);
    } catch {
      return false;
    }
  }

  #asIs(body: Uint8Array): void {
    this.#begin(body);
    this.#leaf(leaf.asIs, 0);
    this.#values.number(body.length);
    this.#values.span(body);
    this.#literal = body.length;
    this.#leaf(leaf.end, body.length);
  }

  #begin(body: Uint8Array): void {
    this.#from = new Reading(body);
    this.#literal = 0;
    this.#shape.clear();
    this.#values.clear();
  }

  /** An open place: the bytes before it belong to the shape. */
  #leaf(type: number, before: number): void {
    this.#shape.number(before - this.#literal);
    this.#shape.span(this.#from.bytes, this.#literal, before);
    this.#shape.byte(type);
  }

  #value(depth: number): void {
    const from = this.#from;
    const begin = from.at;
    const type = from.byte();
    if (type === any.object || type === any.array) return this.#members(type, depth);
    if (type === any.string) this.#text(begin);
    else if (type === any.integer || type === any.float32 || type === any.float64) {
      this.#leaf(leaf.number, begin);
      packNumber(this.#values, type, from);
    } else if (isConstant(type)) {
      this.#leaf(leaf.constant, begin);
      this.#values.byte(type);
    } else throw new Error('not of JSON');
    this.#literal = from.at;
  }

  #members(type: number, depth: number): void {
    if (depth > DEEPEST) throw new Error('nested too deep');
    const from = this.#from;
    for (let count = from.number(); count > 0; count--) {
      if (type === any.object) from.past(from.number());
      this.#value(depth + 1);
    }
  }

  #text(begin: number): void {
    const from = this.#from;
    const length = from.number();
    const at = from.past(length);
    const isId = isUuid(from.bytes, at, length);
    this.#leaf(isId ? leaf.uuid : leaf.text, begin);
    if (isId) return packUuid(this.#values, from.bytes, at);
    this.#values.number(length);
    this.#values.span(from.bytes, at, at + length);
  }
}

const isConstant = (type: number): boolean =>
  type === any.true || type === any.false || type === any.null || type === any.undefined;

interface Step {
  literal: Uint8Array;
  leaf: number;
}

/** Reads the bytes of a packer. The bytes are untrusted: it throws where they are something else. */
export class Unpacker {
  readonly #shapes: Step[][] = [];
  readonly #to = new Growing();

  /** The next change. It is of no use once another is read, unless it is copied. */
  next(from: Reading): Uint8Array {
    const number = from.number();
    if (number > this.#shapes.length) throw new Error('no such shape');
    if (number === this.#shapes.length) {
      const length = from.number();
      const at = from.past(length);
      this.#shapes.push(readShape(from.bytes.subarray(at, at + length)));
    }
    return this.#filled(this.#shapes[number] ?? [], from);
  }

  /** One change of this shape. */
  with(shape: Uint8Array, values: Reading): Uint8Array {
    return this.#filled(readShape(shape), values);
  }

  #filled(shape: readonly Step[], from: Reading): Uint8Array {
    const to = this.#to;
    to.clear();
    for (const { literal, leaf: type } of shape) {
      to.span(literal);
      unpackLeaf(type, from, to);
    }
    return to.view();
  }
}

function readShape(bytes: Uint8Array): Step[] {
  const from = new Reading(bytes);
  const steps: Step[] = [];
  while (!from.isOver) {
    const length = from.number();
    const at = from.past(length);
    steps.push({ literal: bytes.slice(at, at + length), leaf: from.byte() });
  }
  return steps;
}

function unpackLeaf(type: number, from: Reading, to: Growing): void {
  switch (type) {
    case leaf.end:
      return;
    case leaf.uuid:
      return unpackUuid(from, to);
    case leaf.text:
      to.byte(any.string);
      return unpackText(from, to, true);
    case leaf.number:
      return unpackNumber(from, to);
    case leaf.constant:
      return to.byte(from.byte());
    case leaf.asIs:
      return unpackText(from, to, false);
    default:
      throw new Error('no such place');
  }
}

function unpackText(from: Reading, to: Growing, hasLength: boolean): void {
  const length = from.number();
  if (hasLength) to.number(length);
  const at = from.past(length);
  to.span(from.bytes, at, at + length);
}
