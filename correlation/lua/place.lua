-- Ties a capture to a campaign by its traits, and keeps it there.
--
-- KEYS 1 traits: hash, "kind:value" -> "id:members,id:members" of the campaigns that have it, or "*" where too many do
--      2 commons: string of counters, one byte each: how many decent captures had a trait, at three places a trait
--      3 of: hash, URL key -> campaign
--      4 recent: sorted set, campaign -> when it last grew
--      5 seq: integer, the newest campaign's number
--      6 line: what the keys of a campaign begin with: <line><id> hash, <line><id>:members sorted set, <line><id>:owners
--        HyperLogLog, <line><id>:ties hash
-- ARGV 1 what: "match" (changes nothing; only what two members or more have counts), "malicious", "suspicious", "decent"
--      2 now, epoch ms  3 URL key  4 "1" where the capture is malicious by itself  5 owner of its host, hashed
--      6 threat  7 brand ("" for none)  8 weight of a tie  9 weight of a close one
--      then five a trait: "kind:value", weight, most of its kind, and three places in commons joined by ","
-- Answers nil for none, else {id, weight in hundredths, own malicious members, owners, "trait", "trait", ...}

local traits, commons, of, recent, seq, line = unpack(KEYS)
local what, now, urlKey = ARGV[1], ARGV[2], ARGV[3]
local commonAt, mostCampaigns, mostMembers = 8, 8, 10000

local function places(text)
  local found = {}
  for place in string.gmatch(text, '%d+') do found[#found + 1] = place end
  return found
end

if what == 'decent' then
  for at = 10, #ARGV, 4 do
    for _, place in ipairs(places(ARGV[at + 3])) do redis.call('BITFIELD', commons, 'OVERFLOW', 'SAT', 'INCRBY', 'u8', '#' .. place, 1) end
  end
  return nil
end

local function root(id)
  for _ = 1, 20 do
    local into = redis.call('HGET', line .. id, 'into')
    if not into then return id end
    id = into
  end
  return id
end

local function rarity(text)
  local seen = 255
  for _, place in ipairs(places(text)) do
    local count = redis.call('BITFIELD', commons, 'GET', 'u8', '#' .. place)[1]
    if count < seen then seen = count end
  end
  if seen >= commonAt then return 0 end
  return 1 - math.log(1 + seen) / math.log(1 + commonAt)
end

-- What each campaign has in common with the capture.
local score, byKind, ties, entries = {}, {}, {}, {}
for at = 10, #ARGV, 4 do
  local trait, weight, most = ARGV[at], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  local kind = string.match(trait, '^(%a+):')
  local entry = redis.call('HGET', traits, trait)
  local members, count = {}, 0
  if entry and entry ~= '*' then
    for id, number in string.gmatch(entry, '(%d+):(%d+)') do
      local top = root(id)
      if not members[top] then count = count + 1 end
      members[top] = (members[top] or 0) + tonumber(number)
    end
  end
  entries[#entries + 1] = { trait = trait, members = members, isCommon = entry == '*', count = count }
  if count > 0 then
    local worth = weight * rarity(ARGV[at + 3]) / count
    for id, number in pairs(members) do if what ~= 'match' or number >= 2 then
      byKind[id] = byKind[id] or {}
      local before = byKind[id][kind] or 0
      local gained = math.min(most, before + worth) - before
      byKind[id][kind] = before + gained
      score[id] = (score[id] or 0) + gained
      if worth > 0 then
        ties[id] = ties[id] or {}
        table.insert(ties[id], { trait, worth })
      end
    end end
  end
end

local best, bestScore = nil, 0
for id, weight in pairs(score) do
  if weight > bestScore or (weight == bestScore and (best == nil or tonumber(id) < tonumber(best))) then best, bestScore = id, weight end
end
local tieAt, closeAt = tonumber(ARGV[8]), tonumber(ARGV[9])

local function answer(id, weight)
  local own = redis.call('HGET', line .. id, 'own') or '0'
  local reply = { id, math.floor(weight * 100), tonumber(own), redis.call('PFCOUNT', line .. id .. ':owners') }
  local mine = ties[id] or {}
  table.sort(mine, function(a, b) return a[2] > b[2] end)
  for index = 1, math.min(8, #mine) do reply[#reply + 1] = mine[index][1] end
  return reply
end

if what == 'match' then
  if best == nil or bestScore < tieAt then return nil end
  return answer(best, bestScore)
end

local before = redis.call('HGET', of, urlKey)
local id
if before then
  id = root(before)
elseif best and bestScore >= tieAt then
  id = best
else
  id = tostring(redis.call('INCR', seq))
  redis.call('HSET', line .. id, 'first', now)
end

-- A capture that is close to two campaigns shows that they are one: the other goes into the older.
local function merge(into, other)
  for _, field in ipairs({ 'size', 'own' }) do redis.call('HINCRBY', line .. into, field, redis.call('HGET', line .. other, field) or 0) end
  local counts = redis.call('HGETALL', line .. other)
  for at = 1, #counts, 2 do if string.find(counts[at], ':', 1, true) then redis.call('HINCRBY', line .. into, counts[at], counts[at + 1]) end end
  local tied = redis.call('HGETALL', line .. other .. ':ties')
  for at = 1, #tied, 2 do redis.call('HINCRBY', line .. into .. ':ties', tied[at], tied[at + 1]) end
  redis.call('ZUNIONSTORE', line .. into .. ':members', 2, line .. into .. ':members', line .. other .. ':members', 'AGGREGATE', 'MAX')
  redis.call('PFMERGE', line .. into .. ':owners', line .. other .. ':owners')
  redis.call('DEL', line .. other, line .. other .. ':ties', line .. other .. ':members', line .. other .. ':owners')
  redis.call('HSET', line .. other, 'into', into)
  redis.call('ZREM', recent, other)
end
if not before and bestScore >= closeAt then
  for other, weight in pairs(score) do
    if other ~= id and weight >= closeAt then
      local into, gone = id, other
      if tonumber(other) < tonumber(id) then into, gone = other, id end
      merge(into, gone)
      ties[into] = ties[into] or ties[gone]
      id = into
    end
  end
end

for _, entry in ipairs(entries) do
  if not entry.isCommon then
    local parts, count = {}, 0
    local isNew = entry.members[id] == nil
    local known = {}
    for member, number in pairs(entry.members) do
      local top = root(member)
      known[top] = (known[top] or 0) + number
    end
    if not before or known[id] == nil then known[id] = (known[id] or 0) + 1 end
    for member, number in pairs(known) do count = count + 1; parts[#parts + 1] = member .. ':' .. number end
    redis.call('HSET', traits, entry.trait, count > mostCampaigns and '*' or table.concat(parts, ','))
    if not before and not isNew then redis.call('HINCRBY', line .. id .. ':ties', entry.trait, 1) end
  end
end

redis.call('HSET', line .. id, 'last', now)
redis.call('ZADD', recent, now, id)
if not before then
  redis.call('HSET', of, urlKey, id)
  redis.call('HINCRBY', line .. id, 'size', 1)
  if ARGV[6] ~= '' then redis.call('HINCRBY', line .. id, 'threat:' .. ARGV[6], 1) end
  if ARGV[7] ~= '' then redis.call('HINCRBY', line .. id, 'brand:' .. ARGV[7], 1) end
  if ARGV[4] == '1' then redis.call('HINCRBY', line .. id, 'own', 1) end
end
redis.call('ZADD', line .. id .. ':members', now, urlKey)
redis.call('ZREMRANGEBYRANK', line .. id .. ':members', 0, -(mostMembers + 1))
redis.call('PFADD', line .. id .. ':owners', ARGV[5])
return answer(id, score[id] or 0)
