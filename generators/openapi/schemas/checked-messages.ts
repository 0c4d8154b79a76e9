import type { DescField, DescMessage, DescMethod } from "@bufbuild/protobuf";
import { type RuleReader, type ValueRules, valueRules } from "./rule-reader.ts";
import { wellKnown } from "./well-known.ts";

/** The messages that rules apply to. Received messages are validated; returned ones are not. */
export interface CheckedMessages {
  /** Whether a received message, or a message in it, is validated. */
  readonly isChecked: (message: DescMessage) => boolean;
  /** Whether it is also returned, or received where it is not validated. */
  readonly isFree: (message: DescMessage) => boolean;
}

/** Finds the messages that the methods' requests and responses contain, and how rules apply to them. */
export function checkedMessages(methods: readonly DescMethod[], rules: RuleReader): CheckedMessages {
  if (!rules.any) return { isChecked: () => false, isFree: () => true };
  const received = reach(
    methods.map(({ input }) => input),
    (field) => !isIgnored(rules.ofField(field)),
  );
  const ignored = [...received].flatMap((message) =>
    message.fields.flatMap((field) =>
      field.message !== undefined && isIgnored(rules.ofField(field)) ? [field.message] : [],
    ),
  );
  const free = reach([...methods.map(({ output }) => output), ...ignored], () => true);
  const checked = new Set([...received].filter((message) => hasRules(message, rules)));
  // Each round adds the messages that contain those of the last round.
  for (let size = -1; size !== checked.size; ) {
    size = checked.size;
    for (const message of received) {
      if (message.fields.some((field) => isWithin(field, checked, rules))) checked.add(message);
    }
  }
  return { isChecked: (message) => checked.has(message), isFree: (message) => free.has(message) };
}

/** Whether the messages in a field are not validated. */
export function isIgnored(rules: ValueRules): boolean {
  const element = valueRules(rules.values.items ?? rules.values.values);
  return rules.ignore === "always" || element.ignore === "always";
}

function reach(
  from: readonly DescMessage[],
  follows: (field: DescField) => boolean,
): ReadonlySet<DescMessage> {
  const found = new Set(from);
  // Messages found on the way are added to the set and visited in turn.
  for (const { fields } of found) {
    for (const field of fields) {
      if (field.message !== undefined && wellKnown(field.message) === undefined && follows(field))
        found.add(field.message);
    }
  }
  return found;
}

function isWithin(field: DescField, checked: ReadonlySet<DescMessage>, rules: RuleReader): boolean {
  return field.message !== undefined && checked.has(field.message) && !isIgnored(rules.ofField(field));
}

function hasRules(message: DescMessage, rules: RuleReader): boolean {
  const { notes, oneofs } = rules.ofMessage(message);
  return (
    notes.length > 0 ||
    oneofs.length > 0 ||
    message.oneofs.some(rules.isRequired) ||
    message.fields.some((field) => {
      const { required, type, notes, ignore } = rules.ofField(field);
      return ignore !== "always" && (required || type !== "" || notes.length > 0);
    })
  );
}
