import * as v from 'valibot';

/** An object with these fields and any others. A list is none, although the library would take it for one. */
export function wireObject<E extends v.ObjectEntries>(entries: E): v.ObjectSchema<E, undefined> {
  const schema = v.object(entries);
  return { ...schema, '~run': (dataset, config) => schema['~run'](withoutList(dataset), config) };
}

type Dataset = v.UnknownDataset;

function withoutList(dataset: Dataset): Dataset {
  return Array.isArray(dataset.value) ? { ...dataset, value: undefined } : dataset;
}

const record = v.record(v.string(), v.unknown());

/** An object whose fields are read later, one by one. */
export const wireRecord: typeof record = {
  ...record,
  '~run': (dataset, config) => record['~run'](withoutList(dataset), config),
};
