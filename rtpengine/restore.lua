-- SPDX-License-Identifier: GPL-2.0-or-later
-- For Redis, before RTPengine starts (docs/redis.md): redis-cli -n DATABASE --eval restore.lua
--
-- RTPengine 12.5 writes SRTP's counters under a name for each side ("ssrc_table-0") and
-- looks for "ssrc_table": it does not know how often they have wrapped, and what it then
-- encrypts cannot be decrypted. So every call gets all counters under that name.

-- Each side has seen its own direction. 255 is no payload type.
local function merge(entry, other)
	for name, value in pairs(other) do
		local known = tonumber(entry[name])
		if known == 255 or (tonumber(value) > known and tonumber(value) ~= 255) then
			entry[name] = value
		end
	end
end

local function counters(call)
	local all, of = {}, {}
	for name, entries in pairs(call) do
		if name:find('^ssrc_table%-') then
			for _, entry in ipairs(entries) do
				if of[entry.ssrc] then
					merge(of[entry.ssrc], entry)
				else
					of[entry.ssrc] = entry
					all[#all + 1] = entry
				end
			end
		end
	end
	return all
end

local mended = 0
for _, id in ipairs(redis.call('KEYS', '*')) do
	local text = redis.call('GET', id)
	local all = counters(cjson.decode(text))
	-- Put before the rest, which stays as it is: cjson makes objects of empty arrays.
	if #all > 0 and not text:find('^{"ssrc_table":') then
		redis.call('SET', id, '{"ssrc_table":' .. cjson.encode(all) .. ',' .. text:sub(2), 'KEEPTTL')
		mended = mended + 1
	end
end
return mended
