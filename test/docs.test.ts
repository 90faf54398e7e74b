/** The tables in the documentation say what the code's rows say. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { docTables, documentation, withTables } from './tools/doc-tables.ts';

const documents = documentation();

test('every table is the one that the code gives: `npm run docs` writes it', () => {
  for (const [path, text] of documents) assert.fixture(text, withTables(text), path);
});

test('every table stands in a document, once', () => {
  const all = [...documents.values()].join('\n');
  for (const { name } of docTables) assert.is(all.split(`<!-- table: ${name} -->`).length, 2, name);
});

test('each row has a cell for each column', () => {
  for (const { name, header, rows } of docTables) {
    assert.ok(rows().length > 0, name);
    for (const row of rows()) assert.is(row.length, header.length, `${name}: ${row[0]}`);
  }
});

test('a mark that names no table is a mistake', () => {
  assert.throws(() => withTables('<!-- table: nothing -->\n<!-- end -->'), 'there is no table nothing');
});

test.run();
