# SPDX-License-Identifier: GPL-2.0-or-later
"""What api.retellai.com takes and knows, by its published schema: the fields of each
operation, the agents, numbers and calls, and which of them may be dialled."""
import collections
import re
import secrets
import threading
import time

USABLE = 300  # seconds a registered call waits for its INVITE
AGENTS = {"agent_sales": 3, "agent_support": 3}


class Refusal(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status, self.message = status, message


# ---- What a field may be: each of these says what was expected, or None -------

def text(value):
    return None if type(value) is str and value else "must be a non-empty string"


def any_text(value):
    return None if type(value) is str else "must be a string"


def boolean(value):
    return None if type(value) is bool else "must be a boolean"


def anything(value):
    return None if type(value) is dict else "must be an object"


def variables(value):
    if type(value) is dict and all(type(v) is str for v in value.values()):
        return None
    return "must be an object of strings"


def texts(value):
    if type(value) is list and all(type(v) is str for v in value):
        return None
    return "must be an array of strings"


def one_of(*allowed):
    return lambda value: None if value in allowed else f"must be one of {allowed}"


def nullable(check):
    return lambda value: None if value is None else check(value)


def version(value):
    if type(value) is int and value >= 0:
        return None
    if type(value) is str and re.fullmatch("[a-z0-9_-]{1,20}", value):
        return None
    return "must be a version or a tag"


def weight(value):
    if type(value) in (int, float) and 0 < value <= 1:
        return None
    return "must be a number over 0, at most 1"


def weights(value):
    if type(value) is not list:
        return "must be an array"
    for entry in value:
        if type(entry) is not dict:
            return "must be an array of objects"
        check_fields(entry, WEIGHT, ("agent_id", "weight"))
    if value and abs(sum(entry["weight"] for entry in value) - 1) > 1e-9:
        return "has weights that do not add up to 1"
    return None


WEIGHT = {"agent_id": text, "agent_version": version, "weight": weight}
REGISTER = {"agent_id": text, "agent_version": version,
            "agent_override": anything, "from_number": text, "to_number": text,
            "direction": one_of("inbound", "outbound"), "metadata": anything,
            "retell_llm_dynamic_variables": variables}
NUMBER = {"inbound_agents": nullable(weights), "outbound_agents": nullable(weights),
          "inbound_webhook_url": nullable(any_text),
          "allowed_inbound_country_list": nullable(texts),
          "allowed_outbound_country_list": nullable(texts),
          "transport": nullable(one_of("TLS", "TCP", "UDP")),
          "termination_uri": any_text}
IMPORT = NUMBER | {"phone_number": text, "ignore_e164_validation": boolean,
                   "sip_trunk_auth_username": any_text,
                   "sip_trunk_auth_password": any_text, "nickname": any_text}
UPDATE = NUMBER | {"inbound_sms_agents": nullable(weights),
                   "outbound_sms_agents": nullable(weights),
                   "inbound_sms_webhook_url": nullable(any_text),
                   "nickname": nullable(any_text), "auth_username": any_text,
                   "auth_password": any_text, "fallback_number": nullable(text)}


# The same is called otherwise when a number is imported.
AS_UPDATED = {"sip_trunk_auth_username": "auth_username",
              "sip_trunk_auth_password": "auth_password"}
NEVER_ANSWERED = ("auth_password", "ignore_e164_validation")


def check_fields(fields, allowed, required):
    for name in required:
        if name not in fields:
            raise Refusal(400, f"{name} is required")
    for name, value in fields.items():
        if name not in allowed:
            raise Refusal(400, f"{name} is unknown")
        expected = allowed[name](value)
        if expected:
            raise Refusal(400, f"{name} {expected}")


# ---- What Retell knows ---------------------------------------------------------

class Retell:
    def __init__(self, imported):
        self.imported = imported
        self.lock = threading.Lock()
        self.reset()

    def reset(self):
        self.calls, self.numbers, self.ahead = {}, {}, 0
        self.current, self.limit = 0, 20
        agents = [{"agent_id": "agent_sales", "weight": 1}]
        for number in self.imported:
            self.import_number({"phone_number": number, "inbound_agents": agents,
                                "termination_uri": "edge.siptrunk.lab"})

    def now(self):
        return time.time() + self.ahead

    def agent(self, agent_id, wanted=None):
        latest = AGENTS.get(agent_id)
        if latest is None or (type(wanted) is int and wanted > latest):
            raise Refusal(422, f"agent_id {agent_id} version {wanted} is not found")
        return wanted if type(wanted) is int else latest

    def register(self, fields):
        call = {"call_type": "phone_call", "from_number": "", "to_number": "",
                "direction": "inbound", **fields,
                "agent_version": self.agent(fields["agent_id"],
                                            fields.get("agent_version")),
                "call_id": f"call_{secrets.token_hex(14)}", "call_status": "registered"}
        call.pop("agent_override", None)
        self.calls[call["call_id"]] = call, self.now()
        return call

    def get_call(self, call_id):
        if call_id not in self.calls:
            raise Refusal(422, f"call_id {call_id} is not found")
        call, registered = self.calls[call_id]
        if call["call_status"] == "registered" and self.now() - registered > USABLE:
            call["call_status"] = "error"
            call["disconnection_reason"] = "registered_call_timeout"
        return call

    def concurrency(self):
        return {"current_concurrency": self.current, "concurrency_limit": self.limit,
                "base_concurrency": self.limit, "purchased_concurrency": 0,
                "concurrency_purchase_limit": 100, "remaining_purchase_limit": 100,
                "concurrency_burst_enabled": False, "concurrency_burst_limit": 0,
                "reserved_inbound_concurrency": 0}

    def import_number(self, fields):
        number = fields["phone_number"]
        if fields.get("ignore_e164_validation") is False \
                and not re.fullmatch(r"\+[1-9][0-9]{6,14}", number):
            raise Refusal(400, "phone_number is not E.164")
        if number in self.numbers:
            raise Refusal(400, f"phone_number {number} is imported already")
        self.numbers[number] = {"phone_number": number, "phone_number_type": "custom",
                                "sip_outbound_trunk_config": {"transport": "TCP"}}
        self.change(number, {AS_UPDATED.get(name, name): value
                             for name, value in fields.items()})
        return self.numbers[number]

    def update_number(self, fields, number):
        self.get_number(number)
        if fields.get("fallback_number") == number:
            raise Refusal(400, "fallback_number is the same number")
        self.change(number, fields)
        return self.numbers[number]

    def change(self, number, fields):
        for name, value in fields.items():
            if name.endswith("_agents"):
                for entry in value or []:
                    self.agent(entry["agent_id"], entry.get("agent_version"))
        entry = self.numbers[number]
        for name, value in fields.items():
            if name in ("termination_uri", "auth_username", "transport"):
                entry["sip_outbound_trunk_config"][name] = value
            elif name not in NEVER_ANSWERED:
                entry[name] = value
        entry["last_modification_timestamp"] = int(self.now() * 1000)

    def get_number(self, number):
        if number not in self.numbers:
            raise Refusal(422, f"phone_number {number} is not found")
        return self.numbers[number]

    def delete_number(self, number):
        self.get_number(number)
        del self.numbers[number]

    def dial(self, user):
        if user in self.numbers:
            if not self.numbers[user].get("inbound_agents"):
                raise Refusal(404, "the number has no inbound agent")
        elif user not in self.calls:
            raise Refusal(404, "neither an imported number nor a registered call")
        else:
            call = self.get_call(user)
            if call["call_status"] != "registered":
                raise Refusal(404, call.get("disconnection_reason",
                                            "the registered call was used before"))
            call["call_status"] = "ongoing"


Operation = collections.namedtuple(
    "Operation", "name method path status run fields required", defaults=(None, ()))
OPERATIONS = (
    Operation("register", "POST", "/v2/register-phone-call", 201, Retell.register,
              REGISTER, ("agent_id",)),
    Operation("get_call", "GET", "/v2/get-call/([^/]+)", 200, Retell.get_call),
    Operation("concurrency", "GET", "/get-concurrency", 200, Retell.concurrency),
    Operation("import", "POST", "/import-phone-number", 201, Retell.import_number,
              IMPORT, ("phone_number", "termination_uri")),
    Operation("update", "PATCH", "/update-phone-number/([^/]+)", 200,
              Retell.update_number, UPDATE),
    Operation("get", "GET", "/get-phone-number/([^/]+)", 200, Retell.get_number),
    Operation("delete", "DELETE", "/delete-phone-number/([^/]+)", 204,
              Retell.delete_number),
)
