-- defer: a visit is to be made again. A repeated call answers `lease-lost`.
--
-- KEYS  as in record.lua
-- ARGV  1  now, epoch ms
--       2  how long the host is left alone at least, ms
--       3  deferrals, one after the other: id (16 bytes), token (12 bytes), lane, look, attempts it costs
--          (1 byte each), due (6 bytes, at least now), until when the host asked for quiet (6 bytes, 0 for not asked)
-- Result: a string, one character a deferral: d done, l lease-lost
local now, hostDelayMs, deferrals = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]

local function defer(id, token, lane, look, cost, due, quietUntil)
  local r = endLease(id, token, now, math.max(now + hostDelayMs, quietUntil))
  if not r then return 'l' end
  r.state, r.lane, r.look, r.due, r.attempts = DUE, lane, look, due, math.min(r.attempts + cost, 255)
  count('due:' .. lane, 1)
  place(id, r, now)
  store(id, r)
  return 'd'
end

local outcomes = {}
local at = 1
while at <= #deferrals do
  local id, token, lane, look, cost, due, quietUntil
  id, token, lane, look, cost, due, quietUntil, at = struct.unpack('>c16c12BBBI6I6', deferrals, at)
  outcomes[#outcomes + 1] = defer(id, token, lane, look, cost, due, quietUntil)
end
writePushes()
writeCounts()
return table.concat(outcomes)
