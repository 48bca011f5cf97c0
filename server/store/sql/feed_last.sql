select no from feed_head;
