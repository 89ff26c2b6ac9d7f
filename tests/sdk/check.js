// SPDX-License-Identifier: GPL-2.0-or-later
// Retell's own client against the lab's Retell, so that the stand-in is not only our
// opinion. usage: node tests/sdk/check.js KEY-FILE CHECK [ARGUMENT...]
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const Retell = require('retell-sdk');
const { symmetric } = require('retell-sdk/lib/webhook_auth');

const [keyFile, check, ...words] = process.argv.slice(2);
const key = fs.readFileSync(keyFile, 'utf8').trim();
const client = new Retell({ apiKey: key, maxRetries: 0, timeout: 5000 });

const checks = {
  async calls() {
    const call = await client.call.registerPhoneCall({
      agent_id: 'agent_sales',
      agent_version: 1,
      direction: 'inbound',
      from_number: '+13125550101',
      to_number: '+13125550142',
      metadata: { conversation: 'abc' },
      retell_llm_dynamic_variables: { name: 'Alice' },
    });
    assert.match(call.call_id, /^call_/);
    assert.equal(call.call_type, 'phone_call');
    assert.equal(call.call_status, 'registered');
    assert.deepEqual(await client.call.retrieve(call.call_id), call);
    const concurrency = await client.concurrency.retrieve();
    assert.equal(concurrency.current_concurrency, 0);
    assert.ok(concurrency.concurrency_limit > 0);
  },

  async numbers() {
    const number = '+13125550166';
    const imported = await client.phoneNumber.import({
      phone_number: number,
      termination_uri: 'edge.siptrunk.lab',
      sip_trunk_auth_username: 'retell',
      sip_trunk_auth_password: 'secret',
      inbound_agents: [{ agent_id: 'agent_sales', weight: 1 }],
      transport: 'TLS',
    });
    assert.equal(imported.phone_number_type, 'custom');
    const updated = await client.phoneNumber.update(number, { nickname: 'desk' });
    assert.equal(updated.nickname, 'desk');
    assert.deepEqual(await client.phoneNumber.retrieve(number), updated);
    assert.equal(updated.sip_outbound_trunk_config.transport, 'TLS');
    await client.phoneNumber.delete(number);
    await assert.rejects(client.phoneNumber.retrieve(number), Retell.UnprocessableEntityError);
  },

  // The next registration fails with that class of error and that status.
  async error(name, status) {
    await assert.rejects(client.call.registerPhoneCall({ agent_id: 'agent_sales' }), (error) => {
      assert.equal(error.constructor.name, name);
      assert.equal(String(error.status), status);
      return true;
    });
  },

  async errors() {
    const expected = {
      400: 'BadRequestError',
      401: 'AuthenticationError',
      402: 'APIError',
      422: 'UnprocessableEntityError',
      429: 'RateLimitError',
      500: 'InternalServerError',
      503: 'InternalServerError',
    };
    for (const status in expected) await checks.error(expected[status], status);
    await checks.error('APIConnectionError', 'undefined');
  },

  async wrong_key() {
    const stranger = new Retell({ apiKey: 'key_other', maxRetries: 0 });
    await assert.rejects(stranger.concurrency.retrieve(), Retell.AuthenticationError);
  },

  // As the SDK does it by itself: after what Retry-After says.
  async retries() {
    const patient = new Retell({ apiKey: key, maxRetries: 1 });
    const call = await patient.call.registerPhoneCall({ agent_id: 'agent_sales' });
    assert.match(call.call_id, /^call_/);
  },

  // Whether the client believes that signature of a body at that time (ms).
  async verify(secret, body, signature, timestamp) {
    const options = { timestamp: Number(timestamp) };
    assert.ok(await symmetric.verify(body, secret, signature, options), 'the signature is not believed');
  },
};

checks[check](...words).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
