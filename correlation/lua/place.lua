-- Ties a capture to a campaign by its traits, and keeps it there.
--
-- KEYS 1 traits: hash, "kind:value" -> "id:members,id:members" of the eight campaigns that have it most, "0:members" of the
--        others; "*" where it is spread so thin that it tells nothing
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
-- From so many captures on, a trait of which no campaign has this share is anybody's.
local thinFrom, thinShare = 40, 0.1

local function places(text)
  local found = {}
  for place in string.gmatch(text, '%d+') do found[#found + 1] = place end
  return found
end

if what == 'decent' then
  for at = 10, #ARGV, 4 do
    -- Only the lowest of a trait's counters is raised: what others share with it stays out of its count.
    local counts, least = {}, 255
    for index, place in ipairs(places(ARGV[at + 3])) do
      counts[index] = { place, redis.call('BITFIELD', commons, 'GET', 'u8', '#' .. place)[1] }
      if counts[index][2] < least then least = counts[index][2] end
    end
    if least < 255 then
      for _, counted in ipairs(counts) do if counted[2] == least then redis.call('BITFIELD', commons, 'SET', 'u8', '#' .. counted[1], least + 1) end end
    end
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
  local members, total, others = {}, 0, 0
  if entry and entry ~= '*' then
    for id, number in string.gmatch(entry, '(%d+):(%d+)') do
      total = total + tonumber(number)
      if id == '0' then
        others = others + tonumber(number)
      else
        local top = root(id)
        members[top] = (members[top] or 0) + tonumber(number)
      end
    end
  end
  entries[#entries + 1] = { trait = trait, members = members, isCommon = entry == '*', others = others }
  if total > 0 then
    local whole = weight * rarity(ARGV[at + 3])
    for id, number in pairs(members) do if what ~= 'match' or number >= 2 then
      -- A trait speaks for a campaign as far as it is that campaign's.
      local worth = whole * number / total
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
    local parts, total, others = {}, entry.others, entry.others
    local isNew = entry.members[id] == nil
    local known = {}
    for member, number in pairs(entry.members) do
      local top = root(member)
      known[top] = (known[top] or 0) + number
    end
    if not before or known[id] == nil then known[id] = (known[id] or 0) + 1 end
    local ranked = {}
    for member, number in pairs(known) do total = total + number; ranked[#ranked + 1] = { member, number } end
    table.sort(ranked, function(a, b) return a[2] > b[2] end)
    for index, counted in ipairs(ranked) do
      -- The newest stays, however small: it is what grows.
      if index <= mostCampaigns or counted[1] == id then parts[#parts + 1] = counted[1] .. ':' .. counted[2] else others = others + counted[2] end
    end
    if others > 0 then parts[#parts + 1] = '0:' .. others end
    local isThin = total >= thinFrom and ranked[1][2] < total * thinShare
    redis.call('HSET', traits, entry.trait, isThin and '*' or table.concat(parts, ','))
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
